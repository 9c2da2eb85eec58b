/** A month with the number of events of each day; a day leads to its events, below. */
import Link from "next/link";
import { useEffect, useState } from "react";

import { answered, api } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { Icon } from "@/components/Icon";
import { LoadFailure } from "@/components/LoadFailure";
import { classes } from "@/components/classes";
import { addressOf, queryOf, withFilters, type View } from "@/events/view";
import { addMonths, isDay, monthOf, todayIn, weeksOf } from "@/time/days";
import { monthWords, weekdayAndMonth } from "@/time/words";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The month that a view shows: the one it names, else that of its day, else the present one. */
function monthShown(view: View, today: string): string {
  return view.month ?? monthOf(isDay(view.filters.day) ? view.filters.day : today);
}

/** `visitorsDay` tells the month until the calendar's own zone is known, in which it may be another day. */
export function Calendar({ view, visitorsDay }: { view: View; visitorsDay: string }) {
  const [today, setToday] = useState("");
  const month = monthShown(view, today || visitorsDay);
  const query = queryOf(withFilters(view, { day: undefined, from: `${month}-01`, until: `${addMonths(month, 1)}-01` }).filters);
  const { value, problem, loading, retry } = useRemote(query.toString(), (signal) =>
    answered(api.GET("/api/days", { signal, params: { query: Object.fromEntries(query) } })),
  );
  useEffect(() => {
    if (value) setToday(todayIn(value.timezone));
  }, [value]);
  const counts = new Map((value?.days ?? []).map(({ day, occurrences }) => [day, occurrences]));
  if (problem) return <LoadFailure title="The calendar could not be loaded" problem={problem} onRetry={retry} />;
  return (
    <section aria-labelledby="month-name">
      <div className="months">
        <MonthLink view={view} month={addMonths(month, -1)} icon="previous" />
        <h2 id="month-name" aria-live="polite">
          {monthWords(month)}
        </h2>
        <MonthLink view={view} month={addMonths(month, 1)} icon="next" />
      </div>
      <table className={classes("month", loading && "stale")} aria-labelledby="month-name">
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
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
  const chosen = view.filters.day === day;
  return (
    <Link
      href={addressOf({ ...withFilters(view, { day }), calendar: true, month })}
      shallow
      scroll={false}
      className={classes(
        "month__day",
        count > 0 && "month__day--busy",
        day < today && "month__day--past",
        chosen && "month__day--chosen",
      )}
      aria-current={day === today ? "date" : undefined}
    >
      <span>
        <span className="visually-hidden">{weekdayAndMonth(day)} </span>
        {Number(day.slice(8))}
        <span className="visually-hidden">: {count === 0 && "no events"}</span>
      </span>
      {count > 0 && (
        <span className="month__count">
          {count} <span className="month__unit">{count === 1 ? "event" : "events"}</span>
        </span>
      )}
      {chosen && <span className="visually-hidden">, shown below</span>}
    </Link>
  );
}

function MonthLink({ view, month, icon }: { view: View; month: string; icon: "previous" | "next" }) {
  const to = { ...withFilters(view, { day: undefined, from: undefined, until: undefined }), calendar: true, month };
  return (
    <Link className="button button--icon" href={addressOf(to)} shallow scroll={false}>
      <Icon name={icon} />
      <span className="visually-hidden">{monthWords(month)}</span>
    </Link>
  );
}
