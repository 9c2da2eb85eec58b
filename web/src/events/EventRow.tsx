/** One showing in a list: when, what, where, what it costs. The whole row leads to the event. */
import Link from "next/link";

import { EventBadges } from "@/events/EventBadges";
import type { Listing } from "@/events/model";
import { Picture } from "@/events/Picture";
import { lastDay, shortDay, spanWords, startWords, zoneWords } from "@/time/words";

export function EventRow({ listing }: { listing: Listing }) {
  const zone = zoneWords(listing);
  const last = listing.all_day ? lastDay(listing) : null;
  return (
    <article className="event-row">
      <p className="event-row__when">
        <time dateTime={listing.starts_at} title={spanWords(listing)}>
          {startWords(listing)}
        </time>
        {zone && <span className="event-row__zone"> {zone}</span>}
        {last && <span className="event-row__until"> until {shortDay(last)}</span>}
      </p>
      <div className="event-row__what">
        <h3 className="event-row__title">
          <Link className="event-row__link" href={`/events/?id=${listing.event_id}`}>
            {listing.title}
          </Link>
        </h3>
        {listing.venue?.name && <p className="soft">{listing.venue.name}</p>}
        <EventBadges listing={listing} />
      </div>
      <Picture className="event-row__picture" address={listing.image_url} />
    </article>
  );
}
