/** One occurrence in a list. The whole row links to the event. */
import Link from "next/link";

import { EventBadges } from "@/events/EventBadges";
import type { Listing } from "@/events/model";
import { describeMoreDates } from "@/events/moreDates";
import { eventAddress } from "@/events/paths";
import { Picture } from "@/events/Picture";
import { lastDay, formatShortDay, formatTimeRange, formatStart, zoneLabel } from "@/time/format";
import { usePage } from "@/language/page";

export function EventRow({ listing }: { listing: Listing }) {
  const texts = usePage();
  const zone = zoneLabel(listing);
  const last = listing.all_day ? lastDay(listing) : null;
  const moreDates = describeMoreDates(listing);
  return (
    <article className="event-row">
      <p className="event-row__when">
        <time dateTime={listing.starts_at} title={formatTimeRange(listing)}>
          {formatStart(listing)}
        </time>
        {zone && <span className="event-row__zone"> {zone}</span>}
        {last && <span className="event-row__until"> {texts.when.until(formatShortDay(last))}</span>}
      </p>
      <div className="event-row__what">
        <h3 className="event-row__title">
          <Link className="event-row__link" {...eventAddress(listing.event_id, listing.title)}>
            {listing.title}
          </Link>
        </h3>
        {listing.venue?.name && <p className="soft">{listing.venue.name}</p>}
        {moreDates && <p className="event-row__more">{moreDates}</p>}
        <EventBadges listing={listing} />
      </div>
      <Picture className="event-row__picture" url={listing.image_url} />
    </article>
  );
}
