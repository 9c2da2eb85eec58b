/** Safe links from what sources publish. */
import type { Place } from "@/events/model";

const ZOOM = 17; // shows street names and buildings

/** The URL if it is http or https; undefined otherwise, because a source may publish `javascript:` URLs. */
export function webUrl(text: string | null | undefined): string | undefined {
  return text && /^https?:\/\//i.test(text.trim()) ? text.trim() : undefined;
}

/** Opens the phone's map program, or Google Maps in a browser. */
export function directionsUrl({ name, address, latitude, longitude }: Pick<Place, "name" | "address" | "latitude" | "longitude">): string | undefined {
  const point = latitude != null && longitude != null ? `${latitude},${longitude}` : undefined;
  const destination = address ?? point ?? name;
  return destination ? `https://www.google.com/maps/dir/?${new URLSearchParams({ api: "1", destination })}` : undefined;
}

/** OpenStreetMap's page for a place: by its coordinates, or a search for its address or name. */
export function mapUrl(place: Pick<Place, "name" | "address" | "latitude" | "longitude">): string | undefined {
  const { latitude, longitude } = place;
  if (latitude != null && longitude != null)
    return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=${ZOOM}/${latitude}/${longitude}`;
  const query = place.address ?? place.name;
  return query ? `https://www.openstreetmap.org/search?query=${encodeURIComponent(query)}` : undefined;
}
