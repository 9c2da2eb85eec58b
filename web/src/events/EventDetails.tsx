/** Everything Marquee knows about an event. Titles and descriptions are shown as text, never as HTML. */
import { ButtonLink } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { classes } from "@/components/classes";
import { EventBadges } from "@/events/EventBadges";
import { EventFacts } from "@/events/EventFacts";
import type { Event } from "@/events/model";
import { allDates } from "@/events/moreDates";
import { Picture } from "@/events/Picture";
import { EventDates } from "@/events/EventDates";
import { Provenance } from "@/events/Provenance";
import { webUrl } from "@/events/urls";
import { formatTimestamp } from "@/time/format";

export function EventDetails({ event }: { event: Event }) {
  const tickets = webUrl(event.ticket_url);
  const page = webUrl(event.url);
  return (
    <article>
      <header className={classes("event__head", event.image_url && "event__head--pictured")}>
        <div className="stack">
          <div>
            <h1>{event.title}</h1>
            {event.organizer && <p className="soft">{event.organizer}</p>}
          </div>
          <EventBadges listing={event} />
          {event.withdrawn_at && (
            <p className="notice">The source stopped listing this event on {formatTimestamp(event.withdrawn_at)}.</p>
          )}
          <div className="row">
            {tickets && !event.sold_out && (
              <ButtonLink outside look="primary" href={tickets} rel="noreferrer">
                <Icon name="ticket" />
                Tickets
              </ButtonLink>
            )}
            <ButtonLink outside href={`/feeds/events/${event.id}/events.ics`} download>
              <Icon name="calendar" />
              Add to calendar
            </ButtonLink>
            {page && (
              <ButtonLink outside look="quiet" href={page} rel="noreferrer">
                Event website
              </ButtonLink>
            )}
          </div>
        </div>
        <Picture className="event__picture" url={event.image_url} />
      </header>
      <div className="event__body">
        <div className="stack stack--loose">
          <EventDates times={allDates(event)} soldOut={event.sold_out} />
          {event.description && (
            <section className="stack" aria-labelledby="about">
              <h2 id="about">About</h2>
              <p className="event__text">{event.description}</p>
            </section>
          )}
        </div>
        <aside className="stack stack--loose" aria-label="Details">
          <EventFacts event={event} />
          <Provenance event={event} />
        </aside>
      </div>
    </article>
  );
}
