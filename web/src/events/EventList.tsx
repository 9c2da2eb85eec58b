/** Occurrences by day; then exhibitions and what is on most days; last what began on an earlier day. */
import type { ReactNode } from "react";

import { EventRow } from "@/events/EventRow";
import type { Listing } from "@/events/model";
import { Skeleton } from "@/components/states";
import { usePage } from "@/language/page";
import { formatDay, relativeDay } from "@/time/format";

const SKELETON_ROWS = 6;

/** `since` is the first requested day: today unless the visitor chose another. */
export function EventList({ listings, today, since }: { listings: readonly Listing[]; today: string; since: string }) {
  const texts = usePage();
  const running = listings.filter((listing) => listing.local_date < since);
  const often = listings.filter((listing) => listing.local_date >= since && isOften(listing));
  return (
    <div className="stack stack--loose">
      <Days listings={listings.filter((listing) => listing.local_date >= since && !isOften(listing))} today={today} />
      <EventSection name={texts.front.daily} listings={often} today={today} />
      <EventSection name={texts.front.running} listings={running} today={today} />
    </div>
  );
}

/** On most days, or for months on end: not what a day is about. */
export function isOften(listing: Listing): boolean {
  return listing.rhythm === "daily" || listing.rhythm === "standing";
}

export function Days({ listings, today }: { listings: readonly Listing[]; today: string }) {
  const days = new Map<string, Listing[]>();
  for (const listing of listings) days.set(listing.local_date, [...(days.get(listing.local_date) ?? []), listing]);
  return (
    <>
      {[...days].map(([day, found]) => (
        <EventSection key={day} name={<DayName day={day} today={today} />} listings={found} today={today} />
      ))}
    </>
  );
}

export function DayName({ day, today }: { day: string; today: string }) {
  const near = relativeDay(day, today);
  return (
    <>
      {near && <span className="day__near">{near}</span>} {formatDay(day, today)}
    </>
  );
}

/** A heading with rows; nothing without any row. */
export function EventSection({
  name,
  listings,
  today,
  dated,
  children,
}: {
  name: ReactNode;
  listings: readonly Listing[];
  today: string;
  /** With the day of each, which the heading doesn't say. */
  dated?: boolean;
  children?: ReactNode;
}) {
  if (listings.length === 0 && !children) return null;
  return (
    <section className="day">
      <h2 className="day__name">{name}</h2>
      {listings.length > 0 && (
        <ul className="day__events" role="list">
          {listings.map((listing) => (
            <li key={listing.id}>
              <EventRow listing={listing} today={today} dated={dated} />
            </li>
          ))}
        </ul>
      )}
      {children}
    </section>
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
