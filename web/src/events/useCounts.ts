/** How many events each choice of a filter would leave. */
import { api, unwrap, type Schemas } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { filterQuery, withFilters, type View } from "@/events/view";
import { weekBegins } from "@/language/page";
import { addDays, addMonths, monthOf, weekBegin } from "@/time/days";

export type Counts = Schemas["Counts"];

/** Undefined until they have loaded; then the last ones until those of other filters have. `places`: with venues and sources. */
export function useCounts(view: View, today: string, { places = false } = {}): Counts | undefined {
  const query = filterQuery(spanned(view, today).filters).toString();
  const key = today && `${query} ${places}`;
  return useRemote(
    key || null,
    (signal) => unwrap(api.GET("/api/counts", { signal, params: { query: { ...Object.fromEntries(new URLSearchParams(query)), places } } })),
    "counts",
  ).value;
}

/** With the days that a month or a week shows. */
function spanned(view: View, today: string): View {
  if (view.filters.day || (view.layout !== "calendar" && view.layout !== "week")) return view;
  const month = view.month ?? monthOf(today);
  const week = weekBegin(view.week ?? today, weekBegins());
  const [from, until] = view.layout === "week" ? [week, addDays(week, 7)] : [`${month}-01`, `${addMonths(month, 1)}-01`];
  return withFilters(view, { from, until });
}
