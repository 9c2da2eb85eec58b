/** The back office's menu. A new area is one line here. */
import type { Schemas } from "@/api/client";

export type Entry = {
  readonly name: string;
  /** Ends with a slash, as in the exported page's path. */
  readonly href: string;
  /** The scope it needs; if omitted, every logged-in user sees it. */
  readonly scope?: Schemas["Scope"];
};
export type Group = { readonly name: string; readonly entries: readonly Entry[] };

export const NAVIGATION: readonly Group[] = [
  {
    name: "Crawling",
    entries: [
      { name: "Sources", href: "/admin/" },
      { name: "Runs", href: "/admin/runs/" },
      { name: "Suspect runs", href: "/admin/suspect/" },
      { name: "Schedules", href: "/admin/schedules/" },
      { name: "Parked tasks", href: "/admin/parked/" },
    ],
  },
  {
    name: "Calendar",
    entries: [
      { name: "Events", href: "/admin/events/" },
      { name: "Venues", href: "/admin/venues/" },
      { name: "Categories", href: "/admin/categories/" },
    ],
  },
  {
    name: "Access",
    entries: [
      { name: "API keys", href: "/admin/keys/", scope: "admin" },
      { name: "Audit log", href: "/admin/audit/", scope: "admin" },
    ],
  },
];

const RANK: Record<Schemas["Scope"], number> = { read: 0, edit: 1, admin: 2 };

export function hasScope(granted: Schemas["Scope"], needed: Schemas["Scope"] = "read"): boolean {
  return RANK[granted] >= RANK[needed];
}

/** Whether `path` belongs to a menu entry. Single sources belong to `/admin/`, the list of sources. */
export function isCurrent(entry: Entry, path: string): boolean {
  return entry.href === "/admin/" ? path === "/admin" || path.startsWith("/admin/sources") : `${path}/`.startsWith(entry.href);
}
