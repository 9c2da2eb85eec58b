/** Groups venues that would cover each other on the map. */
import type { Schemas } from "@/api/client";

export type Venue = Schemas["VenueCount"] & { readonly latitude: number; readonly longitude: number };
/** Where it is on the map, in pixels. */
export type Point = { readonly x: number; readonly y: number };
export type Group = { readonly venues: readonly Venue[]; readonly events: number };

/** The side of a pin in pixels. */
const PIN = 48;

/** Those with the most events first. Each takes the venues that its pin would cover. */
export function groupsOf(venues: readonly Venue[], pointOf: (venue: Venue) => Point): Group[] {
  const left = [...venues].sort((one, other) => other.events - one.events).map((venue) => ({ venue, point: pointOf(venue) }));
  const groups: Group[] = [];
  while (left[0]) {
    const { point } = left[0];
    const covered = left.filter((each) => Math.abs(each.point.x - point.x) < PIN && Math.abs(each.point.y - point.y) < PIN);
    for (const each of covered) left.splice(left.indexOf(each), 1);
    groups.push({ venues: covered.map(({ venue }) => venue), events: covered.reduce((sum, { venue }) => sum + venue.events, 0) });
  }
  return groups;
}

/** West, south, east, north. */
export function boundsOf(venues: readonly Venue[]): [number, number, number, number] {
  const longitudes = venues.map(({ longitude }) => longitude);
  const latitudes = venues.map(({ latitude }) => latitude);
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
}

export function hasPosition(venue: Schemas["VenueCount"]): venue is Venue {
  return venue.latitude !== null && venue.longitude !== null;
}
