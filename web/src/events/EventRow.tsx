/** One occurrence in a list. The whole row links to the event. */
import Link from "next/link";

import { EventBadges } from "@/events/EventBadges";
import type { Listing } from "@/events/model";
import { describeMoreDates } from "@/events/moreDates";
import { eventAddress } from "@/events/paths";
import { Picture } from "@/events/Picture";
import { formatDistance } from "@/events/distance";
import { Star } from "@/events/Star";
import { formatNearDay, formatSpan, formatTimeRange, zoneLabel, type EventTime } from "@/time/format";
import { usePage } from "@/language/page";
import { townAddress } from "@/venues/address";

/** `dated`: with the day, where no heading says it. */
export function EventRow({ listing, today, dated = false }: { listing: Listing; today: string; dated?: boolean }) {
  const place = listing.venue?.name ?? townAddress(listing.venue?.address);
  const away = listing.distance_km === null ? undefined : formatDistance(listing.distance_km);
  const moreDates = describeMoreDates(listing);
  return (
    <article className="event-row">
      <p className="event-row__when">
        {dated && (
          <>
            <span className="event-row__day">{formatNearDay(listing.local_date, today)}</span>{" "}
          </>
        )}
        <When listing={listing} today={today} />
      </p>
      <div className="event-row__what">
        <h3 className="event-row__title">
          <Link className="event-row__link" {...eventAddress(listing.event_id, listing.title)}>
            {listing.shown_title}
          </Link>
        </h3>
        {(place || away) && <p className="soft">{[place, away].filter(Boolean).join(" · ")}</p>}
        {moreDates && <p className="event-row__more">{moreDates}</p>}
        <EventBadges listing={listing} />
      </div>
      <Picture className="event-row__picture" url={listing.image_url} categories={listing.town_categories} />
      <Star className="event-row__star" eventId={listing.event_id} title={listing.title} />
    </article>
  );
}

/** The hours; of what began on an earlier day, since when and until when. */
export function When({ listing, today }: { listing: EventTime & Pick<Listing, "local_date" | "progress">; today: string }) {
  const texts = usePage();
  if (listing.local_date < today && listing.progress === "running")
    return (
      <>
        {listing.all_day && texts.when.allDay} <span className="event-row__until">{formatSpan(listing)}</span>
      </>
    );
  const zone = zoneLabel(listing);
  return (
    <>
      <time dateTime={listing.starts_at}>{formatTimeRange(listing)}</time>
      {zone && <span className="event-row__zone"> {zone}</span>}
    </>
  );
}
