/** A month: each day with the number of its events and, where there is room, the first of them. Choosing a day lists its events below. */
import Link from "next/link";
import { useEffect, useState } from "react";

import { LoadFailure } from "@/components/LoadFailure";
import { classes } from "@/components/classes";
import { byDay, useDays, type DayEvent, type OnDay } from "@/events/calendar/useDays";
import { isEnding, NextMonth } from "@/events/calendar/NextMonth";
import { Turn } from "@/events/calendar/Turn";
import { useKind } from "@/events/kinds";
import { eventAddress } from "@/events/paths";
import { viewAddress, withFilters, type View } from "@/events/view";
import { useShowApp } from "@/layout/served";
import { addMonths, isDay, monthOf, todayIn, weekOf, weeksOf } from "@/time/days";
import { formatMonth, formatShortMonth, formatWeekday, formatWeekdayAndMonth } from "@/time/format";
import { usePage, weekBegins } from "@/language/page";
import { say } from "@/language/say";

/** Of each day (app/api/pages/lists/answers.py). */
const TITLES = 3;

/** The month to show: the view's own, else the month of its day, else the current one. */
function monthToShow(view: View, today: string): string {
  return view.month ?? monthOf(isDay(view.filters.day) ? view.filters.day : today);
}

/** `visitorToday` picks the month until the calendar's own time zone is known; there, today may be another day. */
export function Month({ view, visitorToday }: { view: View; visitorToday: string }) {
  const texts = usePage();
  const [today, setToday] = useState("");
  const month = monthToShow(view, today || visitorToday);
  const { value, problem, loading, retry } = useDays(view, { from: `${month}-01`, until: `${addMonths(month, 1)}-01` }, TITLES);
  useShowApp(!!value || !!problem);
  useEffect(() => {
    if (value) setToday(todayIn(value.timezone));
  }, [value]);
  const days = byDay(value);
  if (problem) return <LoadFailure title={texts.calendar.failed} problem={problem} onRetry={retry} />;
  const target = (count: number) => ({ name: formatMonth(addMonths(month, count)), short: formatShortMonth(addMonths(month, count)), to: { month: addMonths(month, count) } });
  return (
    <section aria-labelledby="month-name">
      <Turn id="month-name" name={formatMonth(month)} view={view} earlier={target(-1)} later={target(1)} />
      {isEnding(month, today) && <NextMonth view={view} today={today} />}
      <table className={classes("month", loading && "stale")} aria-labelledby="month-name">
        <thead>
          <tr>
            {weekOf(`${month}-01`, weekBegins()).map(formatWeekday).map((name) => (
              <th key={name} scope="col" abbr={name}>
                <span aria-hidden="true">{name.slice(0, 3)}</span>
                <span className="visually-hidden">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month, weekBegins()).map((week, number) => (
            <tr key={number}>
              {week.map((day, weekday) => (
                <td key={weekday}>{day && <Day day={day} found={days.get(day)} view={view} today={today} month={month} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Day({ day, found, view, today, month }: { day: string; found?: OnDay; view: View; today: string; month: string }) {
  const texts = usePage();
  const selected = view.filters.day === day;
  const count = found?.occurrences ?? 0;
  return (
    <>
      <Link
        {...viewAddress({ ...withFilters(view, { day }), month })}
        shallow
        scroll={false}
        className={classes(
          "month__day",
          count > 0 && "month__day--busy",
          day < today && "month__day--past",
          selected && "month__day--selected",
        )}
        aria-current={day === today ? "date" : undefined}
      >
        <span>
          <span className="visually-hidden">{formatWeekdayAndMonth(day)} </span>
          {Number(day.slice(8))}
          <span className="visually-hidden">: {count === 0 && texts.calendar.none}</span>
        </span>
        {count > 0 && (
          <span className="month__count">
            {count} <span className="month__unit">{say(texts.calendar.unit, { count })}</span>
          </span>
        )}
        {selected && <span className="visually-hidden">{texts.calendar.shownBelow}</span>}
      </Link>
      {found && found.first.length > 0 && (
        <ul className="month__titles" role="list">
          {found.first.map((event) => (
            <Title key={event.id} event={event} />
          ))}
          {count > found.first.length && (
            <li className="month__event">
              <Link className="month__title month__more" {...viewAddress({ ...withFilters(view, { day }), layout: "" })} shallow>
                {say(texts.calendar.more, { count: count - found.first.length })}
              </Link>
            </li>
          )}
        </ul>
      )}
    </>
  );
}

function Title({ event }: { event: DayEvent }) {
  return (
    <li className={`month__event kind--${useKind(event.town_categories)}`}>
      <Link className="month__title" {...eventAddress(event.event_id, event.title)}>
        {event.title}
      </Link>
    </li>
  );
}
