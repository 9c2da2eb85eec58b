/** Addresses within the back office. */
export function runAddress(id: string): string {
  return `/admin/runs/?id=${encodeURIComponent(id)}`;
}

export function sourceAddress(id: number): string {
  return `/admin/sources/?id=${id}`;
}

export function eventAddress(id: number): string {
  return `/admin/events/?id=${id}`;
}

/** What the address asks for by this name, when it is text. */
export function asked(query: Record<string, string | string[] | undefined>, name: string): string | undefined {
  const value = query[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
