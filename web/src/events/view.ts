/** What the visitor is looking at, as stored in the URL: the API's filters, and a list, a month, a week, or a map. */
import type { Address } from "@/events/paths";
import { isDay, isMonth } from "@/time/days";

/** Same names as the API's query parameters, so the page's URL and its feed URLs match. */
export const FILTERS = ["q", "day", "from", "until", "category", "venue", "source", "free", "evening", "online", "near", "radius_km", "bbox"] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

/** How events are shown, by the address's `view`; `""` is the list. */
export const LAYOUTS = ["", "calendar", "week", "map", "print"] as const;
export type Layout = (typeof LAYOUTS)[number];

export type View = {
  readonly filters: Filters;
  readonly layout: Layout;
  /** The calendar's month: `2026-11`. */
  readonly month?: string;
  /** A day of the calendar's week: `2026-11-30`. */
  readonly week?: string;
};

/** The front page. */
export const FRONT: View = { filters: {}, layout: "" };

/** Drops invalid values, so that an old or mistyped link still shows something. */
export function parseView(url: string): View {
  const { pathname, searchParams: query } = new URL(url, "http://page");
  const filters: Partial<Record<FilterName, string>> = {};
  for (const name of FILTERS) {
    const value = query.get(name)?.trim();
    if (value && IS_VALID[name](value)) filters[name] = value;
  }
  Object.assign(filters, pathFilters(pathname));
  if (filters.day) {
    delete filters.from;
    delete filters.until;
  }
  if (!filters.near) delete filters.radius_km;
  const [month, week] = [query.get("month"), query.get("week")];
  const layout = LAYOUTS.find((name) => name === query.get("view")) ?? "";
  return { filters, layout, ...(isMonth(month) ? { month } : {}), ...(isDay(week) ? { week } : {}) };
}

/** The view's address: `/`, `/this-weekend?free=true`, `/2026/12/05`. */
export function viewAddress(view: View): Address {
  const query = filterQuery(view.filters);
  if (view.layout) query.set("view", view.layout);
  if (view.layout === "calendar" && view.month) query.set("month", view.month);
  if (view.layout === "week" && view.week) query.set("week", view.week);
  const { day } = view.filters;
  const shown = new URLSearchParams(query);
  if (day) shown.delete("day");
  return { href: withQuery("/", query), as: withQuery(day ? dayPath(day) : "/", shown) };
}

/** The address of another month or week with the same filters. */
export function calendarAddress(view: View, to: Partial<View>): Address {
  return viewAddress({ ...withFilters(view, { day: undefined, from: undefined, until: undefined }), ...to });
}

function withQuery(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The addresses of days, with the API's `day`. */
const DAY_PATHS: Readonly<Record<string, string>> = {
  "/today": "today",
  "/tomorrow": "tomorrow",
  "/this-weekend": "weekend",
  "/this-week": "week",
  "/next-week": "next-week",
};

function dayPath(day: string): string {
  const named = Object.keys(DAY_PATHS).find((path) => DAY_PATHS[path] === day);
  return named ?? `/${day.replaceAll("-", "/")}`;
}

/** What the path says: a day, or a category of the town (`/music`). */
function pathFilters(path: string): Partial<Record<FilterName, string>> {
  const day = DAY_PATHS[path] ?? path.slice(1).replaceAll("/", "-");
  if (DAY_PATHS[path] || isDay(day)) return { day };
  const category = /^\/([a-z][a-z0-9-]*)$/.exec(path)?.[1];
  return category ? { category } : {};
}

/** The filters as a query string, always in the same order. */
export function filterQuery(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of FILTERS) if (filters[name]) query.set(name, filters[name]);
  return query;
}

/** The view with changed filters. An empty value removes a filter; a day replaces a date range and vice versa. */
export function withFilters(view: View, changes: Partial<Record<FilterName, string | undefined>>): View {
  const filters: Partial<Record<FilterName, string>> = { ...view.filters };
  if (changes.day) {
    delete filters.from;
    delete filters.until;
  }
  if (changes.from || changes.until) delete filters.day;
  for (const name of FILTERS) {
    if (!(name in changes)) continue;
    if (changes[name]) filters[name] = changes[name];
    else delete filters[name];
  }
  if (!filters.near) delete filters.radius_km;
  return { ...view, filters };
}

/** The active filters that the filter panel sets. The tabs set the day, the search box the query. */
export function panelFilters(filters: Filters): FilterName[] {
  return FILTERS.filter((name) => name !== "q" && name !== "day" && name !== "radius_km" && filters[name]);
}

const anyValue = () => true;
const IS_VALID: Record<FilterName, (value: string) => boolean> = {
  q: (value) => value.length <= 200,
  day: (value) => Object.values(DAY_PATHS).includes(value) || isDay(value),
  from: isDay,
  until: isDay,
  category: anyValue,
  venue: (value) => /^\d{1,9}$/.test(value),
  source: anyValue,
  free: (value) => value === "true" || value === "false",
  evening: (value) => value === "true",
  online: (value) => value === "true",
  near: (value) => /^-?\d+(\.\d+)?,-?\d+(\.\d+)?$/.test(value),
  bbox: (value) => /^(-?\d+(\.\d+)?,){3}-?\d+(\.\d+)?$/.test(value),
  radius_km: (value) => /^\d+(\.\d+)?$/.test(value),
};

/** Without filters, as a list. */
export function isFront(view: View): boolean {
  return !view.layout && filterQuery(view.filters).toString() === "";
}
