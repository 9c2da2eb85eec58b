/** The further dates of a series in words. */
import type { Listing, Time, Event } from "@/events/model";
import { pageTexts } from "@/language/page";
import { dayOf } from "@/time/days";
import { formatFutureDay, formatTime } from "@/time/format";

/** "also at 8:00 PM", "and 30 more dates, until January 3"; "" without further dates. */
export function describeMoreDates(listing: Pick<Listing, "starts_at" | "timezone" | "more_dates">): string {
  const more = listing.more_dates;
  if (!more) return "";
  const texts = pageTexts().when;
  const times = more.same_day.map((start) => formatTime(start, listing.timezone)).join(", ");
  const until = more.until && formatFutureDay(more.until, dayOf(listing.starts_at));
  const days = until && (texts.more(more.count, until));
  return [times && texts.alsoAt(times), days].filter(Boolean).join("; ");
}

/** A date of an event or of another one in its series. */
export type SeriesTime = Time & { readonly event_id?: number };

/** The event's own dates and those of the other events in its series, in order. */
export function allDates(event: Event): SeriesTime[] {
  if (event.series.length === 0) return event.occurrences;
  return [...event.occurrences, ...event.series].sort(
    (one, other) => one.local_date.localeCompare(other.local_date) || Date.parse(one.starts_at) - Date.parse(other.starts_at),
  );
}
