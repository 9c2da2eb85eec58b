/** Times as people read them: always in the event's own zone, and never an hour that nobody knows. */
import { addDays, asUtc, dayOf, isPlainDay } from "@/time/days";

const LANGUAGE = "en-US";

/** What the API says of one time of an event. Of an all-day one `ends_at` is the day after its last. */
export type When = {
  readonly starts_at: string;
  readonly ends_at?: string | null;
  readonly all_day: boolean;
  readonly time_known: boolean;
  readonly timezone: string;
};

/** "Tuesday, November 24"; with the year where that is not the present one. */
export function dayWords(day: string, today: string): string {
  return named(day, {
    weekday: "long",
    month: "long",
    day: "numeric",
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" }),
  });
}

/** "Today", "Tomorrow", or "". */
export function nearness(day: string, today: string): string {
  return day === today ? "Today" : day === addDays(today, 1) ? "Tomorrow" : "";
}

export function monthWords(month: string): string {
  return named(`${month}-01`, { month: "long", year: "numeric" });
}

/** "Tuesday, November" */
export function weekdayAndMonth(day: string): string {
  return `${named(day, { weekday: "long" })}, ${named(day, { month: "long" })}`;
}

/** "Nov 24" */
export function shortDay(day: string): string {
  return named(day, { month: "short", day: "numeric" });
}

/** "7:30 PM" */
export function hourWords(moment: string, zone: string): string {
  return new Intl.DateTimeFormat(LANGUAGE, { timeZone: zone, hour: "numeric", minute: "2-digit" }).format(new Date(moment));
}

/** The hour of a time, or what stands for it: "All day", "Time not announced". */
export function startWords(when: When): string {
  if (when.all_day) return "All day";
  if (!when.time_known || isPlainDay(when.starts_at)) return "Time not announced";
  return hourWords(when.starts_at, when.timezone);
}

/** The last day of a time, when that is another than its first. */
export function lastDay(when: When): string | null {
  if (!when.ends_at) return null;
  const end = dayOf(when.ends_at);
  const last = isPlainDay(when.ends_at) || isMidnight(when.ends_at) ? addDays(end, -1) : end;
  return last > dayOf(when.starts_at) ? last : null;
}

/** "7:30 PM to 9:30 PM", "All day, until Nov 29"; what ends after midnight but before six ends that night. */
export function spanWords(when: When): string {
  const start = startWords(when);
  const last = lastDay(when);
  const hours = when.ends_at && !isPlainDay(when.ends_at) && when.time_known && !when.all_day;
  if (hours && (!last || endsThatNight(when))) return `${start} to ${hourWords(when.ends_at!, when.timezone)}`;
  return last ? `${start}, until ${shortDay(last)}` : start;
}

/** "EST" where the visitor's own clock may show another hour, else "". */
export function zoneWords(when: When): string {
  if (isPlainDay(when.starts_at) || when.timezone === Intl.DateTimeFormat().resolvedOptions().timeZone) return "";
  const parts = new Intl.DateTimeFormat(LANGUAGE, { timeZone: when.timezone, timeZoneName: "short" }).formatToParts(
    new Date(when.starts_at),
  );
  return parts.find((part) => part.type === "timeZoneName")?.value ?? when.timezone;
}

/** "Nov 22, 2026, 6:04 AM", of a moment that is no event's: in the visitor's own zone. */
export function momentWords(moment: string): string {
  return new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
}

/** "3 hours ago", "in 2 days" */
export function agoWords(moment: string, now: Date = new Date()): string {
  const seconds = (new Date(moment).getTime() - now.getTime()) / 1000;
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ];
  const words = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
  const step = steps.find(([, length]) => Math.abs(seconds) >= length);
  return step ? words.format(Math.round(seconds / step[1]), step[0]) : "just now";
}

function endsThatNight(when: When): boolean {
  return dayOf(when.ends_at!) === addDays(dayOf(when.starts_at), 1) && when.ends_at!.slice(11, 13) < "06";
}

function isMidnight(moment: string): boolean {
  return moment.slice(11, 19) === "00:00:00";
}

function named(day: string, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LANGUAGE, { ...parts, timeZone: "UTC" }).format(asUtc(day));
}
