/** Occurrences grouped by start day. Those that started on an earlier day and are still on come first. */
import { EventRow } from "@/events/EventRow";
import type { Listing } from "@/events/model";
import { Skeleton } from "@/components/states";
import { pageTexts } from "@/language/page";
import { dayOf } from "@/time/days";
import { formatDay, relativeDay } from "@/time/format";

type Group = { key: string; name: string; near: string; listings: Listing[] };
const SKELETON_ROWS = 6;

/** `since` is the first requested day: today unless the visitor chose another. */
export function EventList({ listings, today, since }: { listings: readonly Listing[]; today: string; since: string }) {
  return (
    <div className="stack stack--loose">
      {grouped(listings, today, since).map((group) => (
        <section key={group.key} className="day" aria-labelledby={`day-${group.key}`}>
          <h2 className="day__name" id={`day-${group.key}`}>
            {group.near && <span className="day__near">{group.near}</span>} {group.name}
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

/** Placeholder for a list that is loading. */
export function EventListLoading() {
  return (
    <div className="day loading" aria-busy="true">
      <Skeleton className="skeleton--heading" />
      <div className="day__events">
        {Array.from({ length: SKELETON_ROWS }, (_, row) => (
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
    const key = day < since && listing.progress === "running" ? "ongoing" : day;
    const group = groups.get(key) ?? {
      key,
      name: key === "ongoing" ? pageTexts().list.ongoing : formatDay(day, today),
      near: key === "ongoing" ? "" : relativeDay(day, today),
      listings: [],
    };
    group.listings.push(listing);
    groups.set(key, group);
  }
  return [...groups.values()];
}
