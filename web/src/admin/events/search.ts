/** What an editor searches for, in the address of the page and as the API's parameters. */
import type { Schemas } from "@/api/client";
import { queryParam } from "@/admin/urls";
import { nextDay } from "@/time/moments";

/** `from` and `to` are days; `to` is the last one. */
export type EventSearchFilter = { q?: string; source?: string; category?: string; status?: string; from?: string; to?: string };

const NAMES = ["q", "source", "category", "status", "from", "to"] as const;

export function searchOf(query: Record<string, string | string[] | undefined>): EventSearchFilter {
  return Object.fromEntries(NAMES.map((name) => [name, queryParam(query, name)]));
}

export function searchUrl(search: EventSearchFilter & { hidden?: string; cursor?: string }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value) query.set(name, value);
  return query.size > 0 ? `/admin/events/?${query}` : "/admin/events/";
}

export function isFiltered(search: EventSearchFilter): boolean {
  return NAMES.some((name) => search[name]);
}

/** The query of `GET /api/events` and `POST /api/events/bulk`. */
export function filterQuery({ q, source, category, status, from, to }: EventSearchFilter) {
  return {
    q,
    from,
    until: to && nextDay(to),
    source: source ? [source] : undefined,
    category: category ? [category] : undefined,
    status: status ? [status as Schemas["EventStatus"]] : undefined,
  };
}
