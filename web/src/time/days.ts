/** Days as `2026-11-24`, months as `2026-11`: what a calendar counts in, free of hours and zones. */

/** The day of a moment where it takes place: the offset of the API's times is local already. */
export function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

/** A day without an hour is sent as a plain date. */
export function isPlainDay(moment: string): boolean {
  return moment.length === 10;
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

/** The weeks that a month touches, from Sunday to Saturday; days of other months are null. */
export function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`;
  const until = `${addMonths(month, 1)}-01`;
  const weeks: (string | null)[][] = [];
  for (let sunday = addDays(first, -asUtc(first).getUTCDay()); sunday < until; sunday = addDays(sunday, 7)) {
    weeks.push(
      Array.from({ length: 7 }, (_, weekday) => addDays(sunday, weekday)).map((day) =>
        day >= first && day < until ? day : null,
      ),
    );
  }
  return weeks;
}

/** Its first moment in UTC: for reckoning with days and for naming them, never for hours. */
export function asUtc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
