/** Forms of web calendars, filled in with a date of an event, as the server writes them (app/api/pages/content/calendar_links.py). */
import type { Event, Time } from "@/events/model";
import { eventAddress } from "@/events/paths";
import { addDays, dayOf, isPlainDay } from "@/time/days";

/** How long a date without an end is taken to last (storage/search/conditions.py). */
const UNKNOWN_LENGTH_MS = 3 * 3_600_000;
/** In characters: the whole address must stay below the 2,000 that some programs take. */
const LONGEST_DETAILS = 500;

export function googleUrl(event: Event, time: Time): string {
  const [first, last] = span(time);
  const dates = `${first}/${last}`.replace(/[-:]/g, "");
  return withQuery("https://calendar.google.com/calendar/render", {
    action: "TEMPLATE",
    text: time.title ?? event.title,
    dates,
    location: placeOf(event, time),
    details: detailsOf(event, time),
  });
}

export function outlookUrl(event: Event, time: Time): string {
  const [startdt, enddt] = span(time);
  return withQuery("https://outlook.live.com/calendar/0/deeplink/compose", {
    path: "/calendar/action/compose",
    rru: "addevent",
    subject: time.title ?? event.title,
    startdt,
    enddt,
    location: placeOf(event, time),
    body: detailsOf(event, time),
    ...(isPlainDay(time.starts_at) ? { allday: "true" } : {}),
  });
}

/** Links that keep a calendar up to date with a feed, and its file. */
export function feedLinks(file: string): { google: string; file: string; outlook: string } {
  const { host, origin } = location;
  return {
    google: withQuery("https://calendar.google.com/calendar/r", { cid: `webcal://${host}${file}` }),
    file,
    outlook: withQuery("https://outlook.live.com/calendar/0/addfromweb", { url: `${origin}${file}` }),
  };
}

/** Start and end, exclusive: two days, or two times in UTC. */
function span(time: Time): readonly [string, string] {
  if (isPlainDay(time.starts_at)) return [time.starts_at, time.ends_at ?? addDays(dayOf(time.starts_at), 1)];
  const start = new Date(time.starts_at);
  const end = time.ends_at ? new Date(time.ends_at) : new Date(start.getTime() + UNKNOWN_LENGTH_MS);
  return [utc(start), utc(end)];
}

function utc(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

function placeOf(event: Event, time: Time): string {
  const venue = time.venue ?? event.venue;
  return [venue?.name, venue?.address].filter(Boolean).join(", ");
}

function detailsOf(event: Event, time: Time): string {
  const words = time.description ?? event.description ?? "";
  const short = words.length > LONGEST_DETAILS ? `${words.slice(0, LONGEST_DETAILS).replace(/ \S*$/, "")}…` : words;
  return `${short}\n\n${location.origin}${eventAddress(event.id, event.title).as}`.trim();
}

function withQuery(address: string, parameters: Record<string, string>): string {
  return `${address}?${new URLSearchParams(parameters)}`;
}
