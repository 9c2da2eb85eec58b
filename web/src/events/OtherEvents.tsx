/** Coming events at the same place, and of the same category elsewhere. */
import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { EventSection } from "@/events/EventList";
import { useKinds } from "@/events/kinds";
import type { Event, Listing } from "@/events/model";
import { useToday } from "@/events/useToday";
import { say } from "@/language/say";
import { usePage } from "@/language/page";
import { currentTown } from "@/layout/town";

const SHOWN = 4;
const READ = 12;

export function OtherEvents({ event }: { event: Event }) {
  const texts = usePage();
  const today = useToday(currentTown().zone);
  const slug = useKinds().find(({ name }) => name === event.town_categories[0])?.slug;
  const there = useOthers("venue", event.venue && { venue: event.venue.id });
  const alike = useOthers("kind", slug === undefined ? null : { category: [slug] });
  const atVenue = firstFew(there, new Set([event.id]));
  const ofKind = firstFew(alike, new Set([event.id, ...atVenue.map((listing) => listing.event_id)]));
  if (!today) return null;
  return (
    <div className="stack stack--loose event__others">
      <EventSection name={say(texts.event.moreAt, { venue: event.venue?.name ?? event.venue?.address ?? "" })} listings={atVenue} today={today} dated />
      <EventSection name={texts.event.moreLike} listings={ofKind} today={today} dated />
    </div>
  );
}

function useOthers(kept: string, filter: { venue?: number; category?: string[] } | null): readonly Listing[] {
  const { value } = useRemote(
    filter && JSON.stringify(filter),
    (signal) => unwrap(api.GET("/api/occurrences", { signal, params: { query: { ...filter, begun: false, limit: READ } } })),
    `others ${kept}`,
  );
  return value?.occurrences ?? [];
}

function firstFew(listings: readonly Listing[], known: Set<number>): Listing[] {
  return listings.filter(({ event_id }) => !known.has(event_id) && known.add(event_id)).slice(0, SHOWN);
}
