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
import { usePage } from "@/language/page";

export function EventDetails({ event }: { event: Event }) {
  const texts = usePage();
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
            <p className="notice">{texts.event.withdrawn(formatTimestamp(event.withdrawn_at))}</p>
          )}
          {!event.withdrawn_at && event.unconfirmed_since && (
            <p className="notice">{texts.event.unconfirmed(formatTimestamp(event.unconfirmed_since))}</p>
          )}
          <div className="row">
            {tickets && !event.sold_out && (
              <ButtonLink outside look="primary" href={tickets} rel="noreferrer">
                <Icon name="ticket" />
                {texts.event.tickets}
              </ButtonLink>
            )}
            <ButtonLink outside href={`/feeds/events/${event.id}/events.ics`} download>
              <Icon name="calendar" />
              {texts.event.addToCalendar}
            </ButtonLink>
            {page && (
              <ButtonLink outside look="quiet" href={page} rel="noreferrer">
                {texts.event.website}
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
              <h2 id="about">{texts.event.about}</h2>
              <p className="event__text">{event.description}</p>
            </section>
          )}
        </div>
        <aside className="stack stack--loose" aria-label={texts.event.details}>
          <EventFacts event={event} />
          <Provenance event={event} />
        </aside>
      </div>
    </article>
  );
}
