/** Addresses that sources wrote: only those of the web become links. */
import type { Place } from "@/events/model";

const CLOSE_ENOUGH = 17; // the map's scale: streets have names, houses have shapes

/** The address when it is http or https, else nothing: a source may write `javascript:` too. */
export function webAddress(text: string | null | undefined): string | undefined {
  return text && /^https?:\/\//i.test(text.trim()) ? text.trim() : undefined;
}

/** OpenStreetMap's page about a place; found by its name where nobody knows the point. */
export function mapAddress(place: Pick<Place, "name" | "address" | "latitude" | "longitude">): string | undefined {
  const { latitude, longitude } = place;
  if (latitude != null && longitude != null)
    return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=${CLOSE_ENOUGH}/${latitude}/${longitude}`;
  const words = place.address ?? place.name;
  return words ? `https://www.openstreetmap.org/search?query=${encodeURIComponent(words)}` : undefined;
}
