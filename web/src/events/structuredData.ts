/** The event as a schema.org Event (JSON-LD), for search engines that run scripts. */
import type { Event, Place } from "@/events/model";

const STATUS: Readonly<Record<string, string>> = {
  scheduled: "EventScheduled",
  cancelled: "EventCancelled",
  postponed: "EventPostponed",
  rescheduled: "EventRescheduled",
  moved_online: "EventMovedOnline",
};

/** Text for a script element. Escapes every `<`, so that no title can close the element. */
export function structuredData(event: Event): string {
  const { price } = event;
  const shared = {
    "@type": "Event",
    description: event.description ?? undefined,
    image: event.image_url ?? undefined,
    url: event.url ?? undefined,
    organizer: event.organizer ? { "@type": "Organization", name: event.organizer } : undefined,
    location: place(event.venue),
    offers:
      price?.min_cents != null || price?.is_free
        ? {
            "@type": "Offer",
            price: ((price.min_cents ?? 0) / 100).toFixed(2),
            priceCurrency: price.currency ?? "USD",
            url: event.ticket_url ?? event.url ?? undefined,
          }
        : undefined,
  };
  const occurrences = event.occurrences.map((time) => ({
    ...shared,
    name: time.title ?? event.title,
    description: time.description ?? shared.description,
    url: time.url ?? shared.url,
    location: place(time.venue) ?? shared.location,
    startDate: time.starts_at,
    endDate: time.ends_at ?? undefined,
    eventStatus: `https://schema.org/${STATUS[time.status] ?? "EventScheduled"}`,
    offers: shared.offers && { ...shared.offers, availability: `https://schema.org/${time.sold_out ? "SoldOut" : "InStock"}` },
  }));
  return JSON.stringify({ "@context": "https://schema.org", "@graph": occurrences }).replaceAll("<", "\\u003c");
}

function place(venue: Place | null) {
  if (!venue) return undefined;
  const { latitude, longitude } = venue;
  return {
    "@type": "Place",
    name: venue.name ?? undefined,
    address: venue.address ?? undefined,
    geo: latitude != null && longitude != null ? { "@type": "GeoCoordinates", latitude, longitude } : undefined,
  };
}
