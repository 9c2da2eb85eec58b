/** Addresses as the town's own page shows them. */

/** Without the town's country at its end (app/language/country.py). */
export function townAddress(address: string | null | undefined): string | undefined {
  const countries = document.documentElement.dataset.country?.split("|") ?? [];
  const end = /,\s*([^,]+)$/.exec(address ?? "");
  const named = end?.[1]?.toLowerCase();
  return countries.some((name) => name.toLowerCase() === named) ? address?.slice(0, end?.index) : (address ?? undefined);
}
