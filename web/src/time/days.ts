/** Calendar arithmetic on days (`2026-11-24`) and months (`2026-11`), without hours or time zones. */

/** The local day of a time from the API, whose offset is the event's own. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** The API sends a day without a known time as a plain date. */
export function isPlainDay(time: string): boolean {
  return time.length === 10;
}

export function todayIn(zone: string | undefined, now: Date = new Date()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}

export function addDays(day: string, count: number): string {
  const date = asUtc(day);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

export function addMonths(month: string, count: number): string {
  const date = asUtc(`${month}-01`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return date.toISOString().slice(0, 7);
}

export function isDay(text: string | null | undefined): text is string {
  return !!text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(asUtc(text).getTime());
}

export function isMonth(text: string | null | undefined): text is string {
  return !!text && isDay(`${text}-01`);
}

/** 1 for Monday to 7 for Sunday (ISO). */
export function weekdayOf(day: string): number {
  return asUtc(day).getUTCDay() || 7;
}

/** The first day of the day's week, which begins on a weekday (ISO). */
export function weekBegin(day: string, begins: number): string {
  return addDays(day, -((weekdayOf(day) - begins + 7) % 7));
}

/** The days of the day's week. */
export function weekOf(day: string, begins: number): string[] {
  return Array.from({ length: 7 }, (_, number) => addDays(weekBegin(day, begins), number));
}

/** The month's weeks. Days of other months are null. */
export function weeksOf(month: string, begins: number): (string | null)[][] {
  const first = `${month}-01`;
  const until = `${addMonths(month, 1)}-01`;
  const weeks: (string | null)[][] = [];
  for (let day = weekBegin(first, begins); day < until; day = addDays(day, 7)) {
    weeks.push(weekOf(day, begins).map((each) => (each >= first && each < until ? each : null)));
  }
  return weeks;
}

/** The day's midnight in UTC. Only for arithmetic on days and for their names, never for times of day. */
export function asUtc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
