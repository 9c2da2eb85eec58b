/** Distances in miles or kilometers, as the visitor's region has them. The API has kilometers. */
import { currentLocale } from "@/language/languages";

const KM_PER_MILE = 1.609344;
const MILES = ["US", "GB", "LR", "MM"];
/** Below, distances have a decimal. */
const NEAR = 10;
/** The choices, in the region's unit. */
const RADII = [1, 3, 5, 10, 15, 25, 50];
const USUAL = 15;

export function usesMiles(): boolean {
  return MILES.includes(new Intl.Locale(currentLocale()).region ?? "");
}

/** "2.3 mi" */
export function formatDistance(km: number): string {
  const value = km / kmPerUnit();
  return new Intl.NumberFormat(currentLocale(), {
    style: "unit",
    unit: usesMiles() ? "mile" : "kilometer",
    maximumFractionDigits: value < NEAR ? 1 : 0,
  }).format(value);
}

/** For the API's `radius_km`. */
export function usualRadius(): string {
  return inKm(USUAL);
}

/** The choices for `radius_km`, and the one that the address has. */
export function radii(given: string | undefined): string[] {
  const known = RADII.map(inKm);
  return given && !known.includes(given) ? [given, ...known] : known;
}

function inKm(distance: number): string {
  return String(Number((distance * kmPerUnit()).toFixed(1)));
}

function kmPerUnit(): number {
  return usesMiles() ? KM_PER_MILE : 1;
}
