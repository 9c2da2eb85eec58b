/** What the visitor looks at, as it stands in the address: the API's own filters, and how to show what they leave. */
import { isDay, isMonth } from "@/time/days";

/** Named as the API's query parameters are, so that a view's address and its feeds' addresses agree. */
export const FILTERS = ["q", "day", "from", "until", "category", "venue", "source", "free", "near", "radius_km"] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

export type View = {
  readonly filters: Filters;
  readonly calendar: boolean;
  /** `2026-11`, of the calendar. */
  readonly month?: string;
};

/** From an address; what cannot be is left out, so that an old or mistyped link still shows something. */
export function viewOf(query: URLSearchParams): View {
  const filters: Partial<Record<FilterName, string>> = {};
  for (const name of FILTERS) {
    const value = query.get(name)?.trim();
    if (value && CAN_BE[name](value)) filters[name] = value;
  }
  if (filters.day) {
    delete filters.from;
    delete filters.until;
  }
  if (!filters.near) delete filters.radius_km;
  const month = query.get("month");
  return { filters, calendar: query.get("view") === "calendar", ...(isMonth(month) ? { month } : {}) };
}

/** The address of a view: `/`, `/?day=weekend&free=true`. */
export function addressOf(view: View): string {
  const query = queryOf(view.filters);
  if (view.calendar) query.set("view", "calendar");
  if (view.calendar && view.month) query.set("month", view.month);
  const text = query.toString();
  return text ? `/?${text}` : "/";
}

/** The filters alone, in one order. */
export function queryOf(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of FILTERS) if (filters[name]) query.set(name, filters[name]);
  return query;
}

/** The same view with other filters; an empty one is taken away, and a day replaces a span as a span replaces a day. */
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

/** Those that the panel of filters sets; the tabs above the list set the day, the search line the words. */
export function panelFilters(filters: Filters): FilterName[] {
  return FILTERS.filter((name) => name !== "q" && name !== "day" && name !== "radius_km" && filters[name]);
}

const anything = () => true;
const CAN_BE: Record<FilterName, (value: string) => boolean> = {
  q: (value) => value.length <= 200,
  day: (value) => ["today", "tomorrow", "weekend"].includes(value) || isDay(value),
  from: isDay,
  until: isDay,
  category: anything,
  venue: (value) => /^\d{1,9}$/.test(value),
  source: anything,
  free: (value) => value === "true" || value === "false",
  near: (value) => /^-?\d+(\.\d+)?,-?\d+(\.\d+)?$/.test(value),
  radius_km: (value) => /^\d+(\.\d+)?$/.test(value),
};
