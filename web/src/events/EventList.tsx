/** Showings below the days they begin on. What began on an earlier day and still goes on comes first. */
import { EventRow } from "@/events/EventRow";
import type { Listing } from "@/events/model";
import { Skeleton } from "@/components/states";
import { dayOf } from "@/time/days";
import { dayWords, nearness } from "@/time/words";

type Group = { key: string; name: string; nearness: string; listings: Listing[] };
const ROWS_WHILE_LOADING = 6;

/** `since`: the first day asked for; today unless the visitor chose another. */
export function EventList({ listings, today, since }: { listings: readonly Listing[]; today: string; since: string }) {
  return (
    <div className="stack stack--loose">
      {grouped(listings, today, since).map((group) => (
        <section key={group.key} className="day" aria-labelledby={`day-${group.key}`}>
          <h2 className="day__name" id={`day-${group.key}`}>
            {group.nearness && <span className="day__near">{group.nearness}</span>} {group.name}
          </h2>
          <ul className="day__events" role="list">
            {group.listings.map((listing) => (
              <li key={listing.id}>
                <EventRow listing={listing} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Takes the room of a list that is being loaded. */
export function EventListLoading() {
  return (
    <div className="day loading" aria-busy="true">
      <Skeleton className="skeleton--heading" />
      <div className="day__events">
        {Array.from({ length: ROWS_WHILE_LOADING }, (_, row) => (
          <Skeleton key={row} className="skeleton--event" />
        ))}
      </div>
    </div>
  );
}

function grouped(listings: readonly Listing[], today: string, since: string): Group[] {
  const groups = new Map<string, Group>();
  for (const listing of listings) {
    const day = dayOf(listing.starts_at);
    const key = day < since ? "earlier" : day;
    const group = groups.get(key) ?? {
      key,
      name: key === "earlier" ? "Already running" : dayWords(day, today),
      nearness: key === "earlier" ? "" : nearness(day, today),
      listings: [],
    };
    group.listings.push(listing);
    groups.set(key, group);
  }
  return [...groups.values()];
}
