/** Dates and times as text: always in the event's own time zone, and never a time that the source didn't give. */
import { currentLocale } from "@/language/languages";
import { pageTexts } from "@/language/page";
import { currentTown } from "@/layout/town";
import { addDays, asUtc, dayOf, isPlainDay } from "@/time/days";
import { say } from "@/language/say";


const A_SUNDAY = "2026-11-01";

/** One occurrence from the API. If it is all-day, `ends_at` is the day after its last day. */
export type EventTime = {
  readonly starts_at: string;
  readonly ends_at?: string | null;
  readonly all_day: boolean;
  readonly time_known: boolean;
  readonly timezone: string;
};

/** "Tuesday, November 24"; adds the year unless it is the current one. */
export function formatDay(day: string, today: string): string {
  return format(day, {
    weekday: "long",
    month: "long",
    day: "numeric",
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" }),
  });
}

/** "Today", "Tomorrow", or "". */
export function relativeDay(day: string, today: string): string {
  return day === today ? pageTexts().when.today : day === addDays(today, 1) ? pageTexts().when.tomorrow : "";
}

/** "Today", or else "Tuesday, November 24". */
export function formatNearDay(day: string, today: string): string {
  return relativeDay(day, today) || formatDay(day, today);
}

export function formatMonth(month: string): string {
  return format(`${month}-01`, { month: "long", year: "numeric" });
}

/** "Nov" */
export function formatShortMonth(month: string): string {
  return format(`${month}-01`, { month: "short" });
}

/** "Tuesday" */
export function formatWeekday(day: string): string {
  return format(day, { weekday: "long" });
}

/** "Monday" for 1, "Sunday" for 7 (ISO). */
export function formatIsoWeekday(weekday: number): string {
  return formatWeekday(addDays(A_SUNDAY, weekday));
}

/** "Tuesday, November" */
export function formatWeekdayAndMonth(day: string): string {
  return `${formatWeekday(day)}, ${format(day, { month: "long" })}`;
}

/** "January 3"; adds the year if it is a year or more after `from`. */
export function formatFutureDay(day: string, from: string): string {
  const aYearLater = `${Number(from.slice(0, 4)) + 1}${from.slice(4)}`;
  return format(day, { month: "long", day: "numeric", ...(day < aYearLater ? {} : { year: "numeric" }) });
}

/** "November 30, 2026" */
export function formatDate(day: string): string {
  return format(day, { month: "long", day: "numeric", year: "numeric" });
}

/** "Nov 24" */
export function formatShortDay(day: string): string {
  return format(day, { month: "short", day: "numeric" });
}

/** "7:30 PM" */
export function formatTime(time: string, zone: string): string {
  return new Intl.DateTimeFormat(currentLocale(), { timeZone: zone, hour: "numeric", minute: "2-digit" }).format(new Date(time));
}

/** The start time, or "All day" or "Time not announced". */
export function formatStart(when: EventTime): string {
  if (when.all_day) return pageTexts().when.allDay;
  if (!when.time_known || isPlainDay(when.starts_at)) return pageTexts().when.noTime;
  return formatTime(when.starts_at, when.timezone);
}

/** The last day, if it differs from the first. */
export function lastDay(when: EventTime): string | null {
  if (!when.ends_at) return null;
  const end = dayOf(when.ends_at);
  const last = isPlainDay(when.ends_at) || isMidnight(when.ends_at) ? addDays(end, -1) : end;
  return last > dayOf(when.starts_at) ? last : null;
}

/** "7:30 PM to 9:30 PM", "All day, until Nov 29". An end before 6 AM counts as the same night. */
export function formatTimeRange(when: EventTime): string {
  const start = formatStart(when);
  const last = lastDay(when);
  const timed = when.ends_at && !isPlainDay(when.ends_at) && when.time_known && !when.all_day;
  if (timed && (!last || endsSameNight(when))) return say(pageTexts().when.range, { from: start, to: formatTime(when.ends_at!, when.timezone) });
  return last ? say(pageTexts().when.startUntil, { start, day: formatShortDay(last) }) : start;
}

/** "Central Time" if the town is in another time zone, else "": each page names the town's own once. */
export function zoneLabel(when: EventTime): string {
  const here = currentTown().zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return when.timezone === here ? "" : zoneName(when);
}

/** "Eastern Time"; "" for a day without an hour. */
export function zoneName(when: EventTime): string {
  if (isPlainDay(when.starts_at)) return "";
  return pageTexts().zones[when.timezone] ?? zoneNameAt(new Date(when.starts_at), when.timezone);
}

/** "EST", or "hora oriental" where the locale has no short name. */
export function zoneNameAt(instant: Date, zone: string): string {
  const named = (style: "short" | "longGeneric") =>
    new Intl.DateTimeFormat(currentLocale(), { timeZone: zone, timeZoneName: style }).formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value;
  const short = named("short");
  return (short && !/^(GMT|UTC)[+-]/.test(short.replace("\u2212", "-")) ? short : named("longGeneric")) ?? zone;
}

/** "Nov 22, 2026, 6:04 AM" in the visitor's time zone; for when Marquee did something, not for event times. */
export function formatTimestamp(timestamp: string): string {
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(timestamp));
}

/** "3 hours ago", "in 2 days"; "just now" for the last minute, "now" for the next. */
export function formatRelative(timestamp: string, now: Date = new Date(), locale: string = currentLocale()): string {
  const seconds = (new Date(timestamp).getTime() - now.getTime()) / 1000;
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ];
  const formatter = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  if (unit) return formatter.format(Math.round(seconds / unit[1]), unit[0]);
  return seconds > 0 ? formatter.format(0, "second") : pageTexts().when.justNow;
}

/** "since Nov 10, until January 8", of what began on an earlier day. */
export function formatSpan(when: EventTime): string {
  const first = dayOf(when.starts_at);
  const last = lastDay(when);
  if (!last) return say(pageTexts().when.since, { day: formatShortDay(first) });
  return say(pageTexts().when.sinceUntil, { since: formatShortDay(first), until: formatFutureDay(last, first) });
}

/** "All times are in Eastern Time." */
export function zoneSentence(zone: string): string {
  const { shell, zones } = pageTexts();
  return say(shell.zone, { zone: zones[zone] ?? zoneNameAt(new Date(), zone) });
}

function endsSameNight(when: EventTime): boolean {
  return dayOf(when.ends_at!) === addDays(dayOf(when.starts_at), 1) && when.ends_at!.slice(11, 13) < "06";
}

function isMidnight(time: string): boolean {
  return time.slice(11, 19) === "00:00:00";
}

function format(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(currentLocale(), { ...options, timeZone: "UTC" }).format(asUtc(day));
}
