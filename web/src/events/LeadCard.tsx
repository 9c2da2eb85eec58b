/** A big picture with when, what, and where. */
import Link from "next/link";

import { EventBadges } from "@/events/EventBadges";
import { When } from "@/events/EventRow";
import type { Listing } from "@/events/model";
import { describeMoreDates } from "@/events/moreDates";
import { eventAddress } from "@/events/paths";
import { Picture } from "@/events/Picture";
import { Star } from "@/events/Star";
import { formatNearDay } from "@/time/format";
import { townAddress } from "@/venues/address";

export function LeadCard({ listing, today, first }: { listing: Listing; today: string; first: boolean }) {
  const place = listing.venue?.name ?? townAddress(listing.venue?.address);
  const moreDates = describeMoreDates(listing);
  return (
    <article className="lead-card">
      <Picture className="lead-card__picture" url={listing.image_url} categories={listing.town_categories} first={first} />
      <div className="lead-card__what">
        <p className="lead-card__when">
          {formatNearDay(listing.local_date, today)}, <When listing={listing} today={today} />
        </p>
        <h3 className="lead-card__title">
          <Link className="lead-card__link" {...eventAddress(listing.event_id, listing.title)}>
            {listing.shown_title}
          </Link>
        </h3>
        {place && <p className="soft">{place}</p>}
        {moreDates && <p className="event-row__more">{moreDates}</p>}
        <EventBadges listing={listing} />
      </div>
      <Star className="lead-card__star" eventId={listing.event_id} title={listing.title} />
    </article>
  );
}
