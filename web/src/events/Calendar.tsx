/** A month with the number of events on each day. Choosing a day lists its events below. */
import Link from "next/link";
import { useEffect, useState } from "react";

import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { Icon } from "@/components/Icon";
import { LoadFailure } from "@/components/LoadFailure";
import { classes } from "@/components/classes";
import { viewAddress, filterQuery, withFilters, type View } from "@/events/view";
import { addMonths, isDay, monthOf, todayIn, weeksOf } from "@/time/days";
import { formatMonth, formatWeekday, formatWeekdayAndMonth } from "@/time/format";
import { usePage } from "@/language/page";
import { say } from "@/language/say";

/** Any week, from Sunday on. */
const WEEK = ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06", "2026-11-07"];

/** The month to show: the view's own, else the month of its day, else the current one. */
function monthToShow(view: View, today: string): string {
  return view.month ?? monthOf(isDay(view.filters.day) ? view.filters.day : today);
}

/** `visitorToday` picks the month until the calendar's own time zone is known; there, today may be another day. */
export function Calendar({ view, visitorToday }: { view: View; visitorToday: string }) {
  const texts = usePage();
  const [today, setToday] = useState("");
  const month = monthToShow(view, today || visitorToday);
  const query = filterQuery(withFilters(view, { day: undefined, from: `${month}-01`, until: `${addMonths(month, 1)}-01` }).filters);
  const { value, problem, loading, retry } = useRemote(query.toString(), (signal) =>
    unwrap(api.GET("/api/days", { signal, params: { query: Object.fromEntries(query) } })),
  );
  useEffect(() => {
    if (value) setToday(todayIn(value.timezone));
  }, [value]);
  const counts = new Map((value?.days ?? []).map(({ day, occurrences }) => [day, occurrences]));
  if (problem) return <LoadFailure title={texts.calendar.failed} problem={problem} onRetry={retry} />;
  return (
    <section aria-labelledby="month-name">
      <div className="months">
        <MonthLink view={view} month={addMonths(month, -1)} icon="previous" />
        <h2 id="month-name" aria-live="polite">
          {formatMonth(month)}
        </h2>
        <MonthLink view={view} month={addMonths(month, 1)} icon="next" />
      </div>
      <table className={classes("month", loading && "stale")} aria-labelledby="month-name">
        <thead>
          <tr>
            {WEEK.map(formatWeekday).map((name) => (
              <th key={name} scope="col" abbr={name}>
                <span aria-hidden="true">{name.slice(0, 3)}</span>
                <span className="visually-hidden">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week, number) => (
            <tr key={number}>
              {week.map((day, weekday) => (
                <td key={weekday}>
                  {day && <Day day={day} count={counts.get(day) ?? 0} view={view} today={today} month={month} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Day({ day, count, view, today, month }: { day: string; count: number; view: View; today: string; month: string }) {
  const texts = usePage();
  const selected = view.filters.day === day;
  return (
    <Link
      {...viewAddress({ ...withFilters(view, { day }), calendar: true, month })}
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
  );
}

function MonthLink({ view, month, icon }: { view: View; month: string; icon: "previous" | "next" }) {
  const to = { ...withFilters(view, { day: undefined, from: undefined, until: undefined }), calendar: true, month };
  return (
    <Link className="button button--icon" {...viewAddress(to)} shallow scroll={false}>
      <Icon name={icon} />
      <span className="visually-hidden">{formatMonth(month)}</span>
    </Link>
  );
}
