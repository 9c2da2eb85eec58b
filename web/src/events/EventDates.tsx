/** All dates of an event. Not shown for a single date if the facts above already say everything. Past ones are collapsed if there are upcoming ones. */
import Link from "next/link";

import type { SeriesTime } from "@/events/moreDates";
import { Badge } from "@/components/Badge";
import { ProgressBadge, StatusBadge } from "@/events/EventBadges";
import { eventAddress, venueAddress } from "@/events/paths";
import { webUrl } from "@/events/urls";
import { dayOf, todayIn } from "@/time/days";
import { formatDay, relativeDay, formatTimeRange, zoneLabel } from "@/time/format";
import { cautionWords } from "@/events/cautions";
import { useLocale } from "@/language/languages";
import { usePage } from "@/language/page";
import { say } from "@/language/say";

const MAX_SHOWN = 12;

/** `soldOut`: the whole event is, so its dates don't say so again. Dates of other events in its series link to these. */
export function EventDates({ times: all, soldOut }: { times: readonly SeriesTime[]; soldOut: boolean }) {
  const texts = usePage();
  const times = soldOut ? all.map((time) => (time.event_id ? time : { ...time, sold_out: false })) : all;
  const [only] = times;
  if (only && times.length === 1 && !only.cautions.length && !only.shown_title && !only.venue && !only.description && !webUrl(only.url)) return null;
  const past = times.filter(isPast);
  const upcoming = times.filter((time) => !isPast(time));
  return (
    <section className="stack" id="dates" aria-labelledby="dates-name">
      <h2 id="dates-name">{texts.event.dates}</h2>
      {times.length === 0 && <p className="soft">{texts.event.noDates}</p>}
      <TimeList times={upcoming.slice(0, MAX_SHOWN)} />
      <Collapsed name="more" times={upcoming.slice(MAX_SHOWN)} />
      <Collapsed name="past" times={past} open={upcoming.length === 0} />
    </section>
  );
}

function Collapsed({ name, times, open = false }: { name: "more" | "past"; times: readonly SeriesTime[]; open?: boolean }) {
  const texts = usePage();
  if (times.length === 0) return null;
  return (
    <details className="disclosure" open={open}>
      <summary>
        {say(texts.event.collapsed[name], { count: times.length })}
      </summary>
      <TimeList times={times} />
    </details>
  );
}

function TimeList({ times }: { times: readonly SeriesTime[] }) {
  if (times.length === 0) return null;
  return (
    <ul className="dates" role="list">
      {times.map((time) => (
        <EventDate key={time.id} time={time} />
      ))}
    </ul>
  );
}

function EventDate({ time }: { time: SeriesTime }) {
  const texts = usePage();
  const locale = useLocale();
  const today = todayIn(time.timezone);
  const day = dayOf(time.starts_at);
  const near = relativeDay(day, today);
  const name = `${near && `${near}, `}${formatDay(day, today)}`;
  return (
    <li className={isPast(time) ? "dates__past" : undefined}>
      <time dateTime={time.starts_at}>
        <strong>{time.event_id ? <Link {...eventAddress(time.event_id, time.title ?? "")}>{name}</Link> : name}</strong>
      </time>
      <span>
        {formatTimeRange(time)} {zoneLabel(time)}
      </span>
      <StatusBadge status={time.status} />
      <ProgressBadge progress={time.progress} status={time.status} />
      {time.sold_out && <Badge tone="warn">{texts.status.soldOut}</Badge>}
      {!isPast(time) && !time.event_id && (
        <a className="dates__add" href={`/feeds/dates/${time.id}/events.ics`} download aria-label={say(texts.event.addDateOn, { day: name })}>
          {texts.event.addDate}
        </a>
      )}
      {time.cautions.map((caution) => (
        <p className="notice" key={caution.text}>
          {cautionWords(caution, time.status, texts, locale)}
        </p>
      ))}
      <Differences time={time} />
    </li>
  );
}

/** What this time says where it differs from its event: another act, another place. */
function Differences({ time }: { time: SeriesTime }) {
  const texts = usePage();
  const { shown_title: title, venue, description } = time;
  const page = webUrl(time.url);
  if (!title && !venue && !description && !page) return null;
  return (
    <div className="dates__own">
      {page ? (
        <a href={page} rel="noreferrer">
          {title ?? texts.event.dateWebsite}
        </a>
      ) : (
        title && <strong>{title}</strong>
      )}
      {venue && (
        <p>
          <Link {...venueAddress(venue.id, venue.name ?? venue.address)}>{venue.name ?? venue.address}</Link>
        </p>
      )}
      {description && <p className="event__text">{description}</p>}
    </div>
  );
}

function isPast(time: SeriesTime): boolean {
  return time.progress === "over";
}
