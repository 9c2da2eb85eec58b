/** The days of a month or a week that have events, with the first events of each. */
import { api, unwrap, type Schemas } from "@/api/client";
import { useRemote, type Remote } from "@/api/useRemote";
import { filterQuery, withFilters, type View } from "@/events/view";

export type OnDay = Schemas["Day"];
export type DayEvent = OnDay["first"][number];
export type Days = Schemas["Days"];

/** `until` is exclusive; `most`: of each day's events. */
export function useDays(view: View, span: { from: string; until: string }, most: number): Remote<Days> {
  const query = filterQuery(withFilters(view, { day: undefined, ...span }).filters);
  return useRemote(
    query.toString(),
    (signal) => unwrap(api.GET("/api/days", { signal, params: { query: { ...Object.fromEntries(query), first: most } } })),
    "days",
  );
}

export function byDay(days: Days | undefined): ReadonlyMap<string, OnDay> {
  return new Map((days?.days ?? []).map((each) => [each.day, each]));
}
