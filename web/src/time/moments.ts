/** Moments as the API gives them to editors: local times with an offset, or plain days for unknown hours. */
import { addDays, asUtc, isPlainDay } from "@/time/days";

/** "Sat, Dec 5, 2026, 8:00 PM" in the moment's own offset, or "Sat, Dec 5, 2026". What isn't a moment, such as what the
 * public sends, stays as it is. */
export function formatMoment(moment: string, locale: string): string {
  const day: Intl.DateTimeFormatOptions = { weekday: "short", month: "short", day: "numeric", year: "numeric", timeZone: "UTC" };
  if (isPlainDay(moment)) return new Intl.DateTimeFormat(locale, day).format(asUtc(moment));
  const local = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)/.exec(moment);
  const instant = new Date(local ? `${local[1]}T${local[2]}:00Z` : NaN);
  if (Number.isNaN(instant.getTime())) return moment;
  const clock: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };
  return new Intl.DateTimeFormat(locale, { ...day, ...clock }).format(instant);
}

/** The moment of a local day and time ("20:00") in an IANA zone, with its offset; without a time, the day. */
export function momentOf(day: string, time: string, zone: string): string {
  if (!time) return day;
  const wanted = new Date(`${day}T${time}:00Z`).getTime();
  if (Number.isNaN(wanted)) return `${day}T${time}`;
  let offset = offsetMinutes(new Date(wanted), zone);
  offset = offsetMinutes(new Date(wanted - offset * 60_000), zone); // the offset on the other side of a clock change
  const sign = offset < 0 ? "-" : "+";
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${day}T${time}:00${sign}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
}

/** An instant's local time in a zone, with its offset. */
export function localMoment(instant: string, zone: string): string {
  const local = localTime(new Date(instant), zone);
  return momentOf(local.slice(0, 10), local.slice(11, 16), zone);
}

export function nextDay(day: string): string {
  return addDays(day, 1);
}

function offsetMinutes(instant: Date, zone: string): number {
  return Math.round((new Date(`${localTime(instant, zone)}Z`).getTime() - instant.getTime()) / 60_000);
}

/** "2026-12-05T20:00:00" */
function localTime(instant: Date, zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(instant).replace(" ", "T");
}
