/** Everything Marquee knows about an event, in the order in which people ask. Titles and descriptions are shown as text, never as HTML. */
import { ButtonLink } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { AddToCalendar } from "@/events/AddToCalendar";
import { StatusBadges } from "@/events/EventBadges";
import { EventDates } from "@/events/EventDates";
import { EventFacts } from "@/events/EventFacts";
import { KindLinks } from "@/events/kinds";
import type { Event } from "@/events/model";
import { allDates, nextDate } from "@/events/moreDates";
import { OtherEvents } from "@/events/OtherEvents";
import { Picture } from "@/events/Picture";
import { Provenance } from "@/events/Provenance";
import { Share } from "@/events/Share";
import { Star } from "@/events/Star";
import { webUrl } from "@/events/urls";
import { say } from "@/language/say";
import { usePage } from "@/language/page";
import { formatTimestamp } from "@/time/format";

export function EventDetails({ event }: { event: Event }) {
  const texts = usePage();
  const tickets = webUrl(event.ticket_url);
  const page = webUrl(event.url);
  const next = nextDate(event);
  return (
    <article>
      <header className="event__head event__head--pictured">
        <div className="stack">
          <div>
            <h1>{event.shown_title}</h1>
          </div>
          <div className="badges">
            <StatusBadges event={event} />
            <KindLinks names={event.town_categories} />
          </div>
          {event.withdrawn_at && <p className="notice">{say(texts.event.withdrawn, { at: formatTimestamp(event.withdrawn_at) })}</p>}
          {!event.withdrawn_at && event.unconfirmed_since && (
            <p className="notice">{say(texts.event.unconfirmed, { at: formatTimestamp(event.unconfirmed_since) })}</p>
          )}
          <EventFacts event={event} next={next} />
          <div className="row">
            {tickets && !event.sold_out && (
              <ButtonLink outside look="primary" href={tickets} rel="noreferrer">
                <Icon name="ticket" />
                {texts.event.tickets}
              </ButtonLink>
            )}
            {!event.withdrawn_at && next && <AddToCalendar event={event} next={next} />}
            <Star eventId={event.id} title={event.title} label />
            <Share title={event.title} />
            {page && (
              <ButtonLink outside look="quiet" href={page} rel="noreferrer">
                {texts.event.website}
              </ButtonLink>
            )}
          </div>
        </div>
        <Picture className="event__picture" url={event.image_url} categories={event.town_categories} first />
      </header>
      <div className="event__body">
        <div className="stack stack--loose">
          {event.description && (
            <section className="stack" aria-labelledby="about">
              <h2 id="about">{texts.event.about}</h2>
              <p className="event__text">{event.description}</p>
            </section>
          )}
          <EventDates times={allDates(event)} soldOut={event.sold_out} />
        </div>
        <aside className="stack stack--loose" aria-label={texts.event.details}>
          <Provenance event={event} />
        </aside>
      </div>
      <OtherEvents event={event} />
    </article>
  );
}
