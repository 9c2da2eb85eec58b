/** When, where, how much, and who. */
import Link from "next/link";

import { Icon } from "@/components/Icon";
import type { Event, Time } from "@/events/model";
import { venueAddress } from "@/events/paths";
import { formatPrice, saysMore } from "@/events/price";
import { directionsUrl, mapUrl } from "@/events/urls";
import { say } from "@/language/say";
import { usePage } from "@/language/page";
import { dayOf, todayIn } from "@/time/days";
import { formatDay, formatTimeRange, relativeDay, zoneName } from "@/time/format";
import { townAddress } from "@/venues/address";

/** `next`: its next date. */
export function EventFacts({ event, next }: { event: Event; next: Time | undefined }) {
  const texts = usePage();
  const { price } = event;
  const venue = next?.venue ?? event.venue;
  const shownPrice = formatPrice(price);
  return (
    <dl className="facts event__facts">
      <div>
        <dt>{texts.event.when}</dt>
        <dd>{next ? <NextDate event={event} next={next} /> : texts.event.noDates}</dd>
      </div>
      {venue && (
        <div>
          <dt>{texts.event.where}</dt>
          <dd>
            <Link {...venueAddress(venue.id, venue.name ?? venue.address)}>{venue.name ?? townAddress(venue.address)}</Link>
            {venue.name && venue.address && <div className="soft">{townAddress(venue.address)}</div>}
            <div className="row">
              <MapLinks map={mapUrl(venue)} directions={directionsUrl(venue)} />
            </div>
          </dd>
        </div>
      )}
      <div>
        <dt>{texts.fields.price}</dt>
        <dd>
          {shownPrice || texts.event.noPrice}
          {price?.text && price.text !== shownPrice && saysMore(price.text, price) && <div className="soft small">{price.text}</div>}
        </dd>
      </div>
      {event.organizer && (
        <div>
          <dt>{texts.event.who}</dt>
          <dd>{event.organizer}</dd>
        </div>
      )}
    </dl>
  );
}

function NextDate({ event, next }: { event: Event; next: Time }) {
  const texts = usePage();
  const today = todayIn(next.timezone);
  const day = dayOf(next.starts_at);
  const near = relativeDay(day, today);
  const others = event.occurrences.length + event.series.length - 1;
  return (
    <>
      <time dateTime={next.starts_at}>
        <strong>{[near, formatDay(day, today)].filter(Boolean).join(", ")}</strong>
      </time>
      <div>
        {formatTimeRange(next)} {zoneName(next)} {others > 0 && <a href="#dates">{say(texts.event.collapsed.more, { count: others })}</a>}
      </div>
    </>
  );
}

function MapLinks({ map, directions }: { map: string | undefined; directions: string | undefined }) {
  const texts = usePage();
  return (
    <>
      {map && (
        <a className="row" href={map} rel="noreferrer">
          <Icon name="place" />
          {texts.event.map}
        </a>
      )}
      {directions && (
        <a href={directions} rel="noreferrer">
          {texts.event.directions}
        </a>
      )}
    </>
  );
}
