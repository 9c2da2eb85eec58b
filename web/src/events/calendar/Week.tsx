/** A week: each day with its events, next to each other where there is room. */
import Link from "next/link";

import { LoadFailure } from "@/components/LoadFailure";
import { classes } from "@/components/classes";
import { byDay, useDays, type DayEvent, type OnDay } from "@/events/calendar/useDays";
import { Turn } from "@/events/calendar/Turn";
import { DayName } from "@/events/EventList";
import { When } from "@/events/EventRow";
import { useKind } from "@/events/kinds";
import { eventAddress } from "@/events/paths";
import { viewAddress, withFilters, type View } from "@/events/view";
import { usePage, weekBegins } from "@/language/page";
import { say } from "@/language/say";
import { useShowApp } from "@/layout/served";
import { addDays, weekOf } from "@/time/days";
import { formatDate, formatShortDay } from "@/time/format";
import { townAddress } from "@/venues/address";

/** Of each day (app/api/pages/lists/answers.py). */
const MOST = 30;
const DAYS = 7;

/** `today`: where the town is. */
export function Week({ view, today }: { view: View; today: string }) {
  const texts = usePage();
  const week = weekOf(view.week ?? today, weekBegins());
  const [first, last] = [week[0]!, week[DAYS - 1]!];
  const { value, problem, loading, retry } = useDays(view, { from: first, until: addDays(first, DAYS) }, MOST);
  useShowApp(!!value || !!problem);
  if (problem) return <LoadFailure title={texts.calendar.failed} problem={problem} onRetry={retry} />;
  const days = byDay(value);
  const target = (day: string) => ({ name: say(texts.front.weekOf, { day: formatDate(day) }), short: formatShortDay(day), to: { week: day } });
  const name = say(texts.when.range, { from: formatShortDay(first), to: formatShortDay(last) });
  return (
    <section aria-labelledby="week-name">
      <Turn id="week-name" name={name} view={view} earlier={target(addDays(first, -DAYS))} later={target(addDays(first, DAYS))} />
      <ol className={classes("week", loading && "stale")} role="list">
        {week.map((day) => (
          <Day key={day} day={day} today={today} view={view} found={days.get(day)} />
        ))}
      </ol>
    </section>
  );
}

function Day({ day, today, view, found }: { day: string; today: string; view: View; found?: OnDay }) {
  const texts = usePage();
  const events = found?.first ?? [];
  const all = { ...viewAddress({ ...withFilters(view, { day }), layout: "" }), shallow: true };
  return (
    <li className={classes("week__day", day < today && "week__day--past")} aria-current={day === today ? "date" : undefined}>
      <h3>
        <Link className="week__name" {...all}>
          <DayName day={day} today={today} />
        </Link>
      </h3>
      {events.length > 0 ? (
        <ul className="week__events" role="list">
          {events.map((event) => (
            <WeekEvent key={event.id} event={event} today={today} />
          ))}
        </ul>
      ) : (
        <p className="soft small">{texts.calendar.none}</p>
      )}
      {found && found.occurrences > events.length && (
        <p>
          <Link {...all}>{say(texts.front.seeAll, { count: found.occurrences })}</Link>
        </p>
      )}
    </li>
  );
}

function WeekEvent({ event, today }: { event: DayEvent; today: string }) {
  const place = event.venue?.name ?? townAddress(event.venue?.address);
  return (
    <li className={`week__event kind--${useKind(event.town_categories)}`}>
      <p className="week__when">
        <When listing={event} today={today} />
      </p>
      <p>
        <Link className="week__title" {...eventAddress(event.event_id, event.title)}>
          {event.title}
        </Link>
      </p>
      {place && <p className="soft small">{place}</p>}
    </li>
  );
}
