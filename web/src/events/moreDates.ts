/** The further dates of a series in words. */
import type { Listing, Time, Event } from "@/events/model";
import { pageTexts } from "@/language/page";
import { dayOf } from "@/time/days";
import { formatFutureDay, formatIsoWeekday, formatTime } from "@/time/format";
import { say } from "@/language/say";

type MoreDates = NonNullable<Listing["more_dates"]>;

/** "also at 8:00 PM", "daily until May 31"; "" without further dates. */
export function describeMoreDates(listing: Pick<Listing, "starts_at" | "timezone" | "more_dates">): string {
  const more = listing.more_dates;
  if (!more) return "";
  const texts = pageTexts().when;
  const times = more.same_day.map((start) => formatTime(start, listing.timezone)).join(", ");
  const until = more.until && formatFutureDay(more.until, dayOf(listing.starts_at));
  const days = until && describeUntil(more, until);
  return [times && say(texts.alsoAt, { times }), days].filter(Boolean).join("; ");
}

const ALL_DAYS = 7;
const MOST_WEEKDAYS = 3;
/** So many further dates are worth a rule instead of their number. */
const REGULAR = 4;

/** "daily until May 31", "every Saturday until January 3", "and 30 more dates, until January 3". */
function describeUntil({ count, every }: MoreDates, until: string): string {
  const texts = pageTexts().when;
  if (count >= REGULAR && every.length === ALL_DAYS) return say(texts.daily, { until });
  if (count >= REGULAR && every.length > 0 && every.length <= MOST_WEEKDAYS) return say(texts.every, { days: listed(every.map(formatIsoWeekday)), until });
  return say(texts.more, { count, until });
}

/** "Monday, Friday and Sunday" */
function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return say(pageTexts().when.and, { first: words.slice(0, -1).join(", "), last: words.at(-1) ?? "" });
}

/** A date of an event or of another one in its series. */
export type SeriesTime = Time & { readonly event_id?: number };

/** The next of its own dates that takes place, or else the last one. */
export function nextDate(event: Event): Time | undefined {
  const ahead = event.occurrences.filter(({ progress }) => progress !== "over");
  return ahead.find(({ status }) => status !== "cancelled" && status !== "postponed") ?? ahead[0] ?? event.occurrences.at(-1);
}

/** The event's own dates and those of the other events in its series, in order. */
export function allDates(event: Event): SeriesTime[] {
  if (event.series.length === 0) return event.occurrences;
  return [...event.occurrences, ...event.series].sort(
    (one, other) => one.local_date.localeCompare(other.local_date) || Date.parse(one.starts_at) - Date.parse(other.starts_at),
  );
}
