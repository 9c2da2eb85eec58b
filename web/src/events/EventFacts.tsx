/** The event's venue, price and categories. */
import Link from "next/link";

import { Icon } from "@/components/Icon";
import { mapUrl } from "@/events/urls";
import type { Event } from "@/events/model";
import { venueAddress } from "@/events/paths";
import { formatPrice } from "@/events/price";
import { usePage } from "@/language/page";

export function EventFacts({ event }: { event: Event }) {
  const texts = usePage();
  const { venue, price } = event;
  const map = venue && mapUrl(venue);
  const shownPrice = formatPrice(price);
  return (
    <dl className="facts card">
      {venue && (
        <div>
          <dt>{texts.event.where}</dt>
          <dd>
            {venue.name && <Link {...venueAddress(venue.id, venue.name)}>{venue.name}</Link>}
            {venue.address && <div className="soft">{venue.address}</div>}
            {map && (
              <a className="row" href={map} rel="noreferrer">
                <Icon name="place" />
                {texts.event.map}
              </a>
            )}
          </dd>
        </div>
      )}
      <div>
        <dt>{texts.fields.price}</dt>
        <dd>
          {shownPrice || texts.event.noPrice}
          {price?.text && price.text !== shownPrice && <div className="soft small">{price.text}</div>}
        </dd>
      </div>
      {event.town_categories.length > 0 && (
        <div>
          <dt>{texts.fields.categories}</dt>
          <dd className="row">
            {event.town_categories.map((category) => (
              <Link key={category} href={`/?category=${encodeURIComponent(category)}`}>
                {category}
              </Link>
            ))}
          </dd>
        </div>
      )}
    </dl>
  );
}
