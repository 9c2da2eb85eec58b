/** All times of an event; those gone by are folded away when there are more to come. */
import type { Time } from "@/events/model";
import { StatusBadge } from "@/events/EventBadges";
import { dayOf, todayIn } from "@/time/days";
import { dayWords, lastDay, nearness, spanWords, zoneWords } from "@/time/words";

const SHOWN_AT_ONCE = 12;

export function Showings({ times }: { times: readonly Time[] }) {
  const past = times.filter(isPast);
  const coming = times.filter((time) => !isPast(time));
  return (
    <section className="stack" aria-labelledby="showings">
      <h2 id="showings">{times.length === 1 ? "When" : "All showings"}</h2>
      {times.length === 0 && <p className="soft">No time is announced.</p>}
      <TimeList times={coming.slice(0, SHOWN_AT_ONCE)} />
      <Folded name={`${coming.length - SHOWN_AT_ONCE} more`} times={coming.slice(SHOWN_AT_ONCE)} />
      <Folded name={`${past.length} gone by`} times={past} open={coming.length === 0} />
    </section>
  );
}

function Folded({ name, times, open = false }: { name: string; times: readonly Time[]; open?: boolean }) {
  if (times.length === 0) return null;
  return (
    <details className="why" open={open}>
      <summary>{name}</summary>
      <TimeList times={times} />
    </details>
  );
}

function TimeList({ times }: { times: readonly Time[] }) {
  if (times.length === 0) return null;
  return (
    <ul className="showings" role="list">
      {times.map((time) => (
        <Showing key={time.id} time={time} />
      ))}
    </ul>
  );
}

function Showing({ time }: { time: Time }) {
  const today = todayIn(time.timezone);
  const day = dayOf(time.starts_at);
  const near = nearness(day, today);
  return (
    <li className={isPast(time) ? "showings__past" : undefined}>
      <time dateTime={time.starts_at}>
        <strong>
          {near && `${near}, `}
          {dayWords(day, today)}
        </strong>
      </time>
      <span>
        {spanWords(time)} {zoneWords(time)}
      </span>
      <StatusBadge status={time.status} />
    </li>
  );
}

function isPast(time: Time): boolean {
  return (lastDay(time) ?? dayOf(time.starts_at)) < todayIn(time.timezone);
}
