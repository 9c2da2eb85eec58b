/** URLs of pages in the back office. */

/** Adds a source from its address. */
export const FIND_SOURCE = "/admin/sources/find/";
/** Adds a source by a form with all settings. */
export const NEW_SOURCE = "/admin/sources/";

export function runUrl(id: string): string {
  return `/admin/runs/?id=${encodeURIComponent(id)}`;
}

export function sourceUrl(id: number): string {
  return `/admin/sources/?id=${id}`;
}

export function eventUrl(id: number): string {
  return `/admin/events/?id=${id}`;
}

/** Adds an event by hand. */
export const NEW_EVENT = "/admin/events/?new=1";

/** A query parameter's value; undefined if it is missing, empty or repeated. */
export function queryParam(query: Record<string, string | string[] | undefined>, name: string): string | undefined {
  const value = query[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
