/** The back office's menu. A new area is one line here. */
import type { Schemas } from "@/api/client";
import type { OfficeTexts } from "@/language/office";

export type Entry = {
  readonly name: keyof OfficeTexts["nav"];
  /** Ends with a slash, as in the exported page's path. */
  readonly href: string;
  /** The scope it needs; if omitted, every logged-in user sees it. */
  readonly scope?: Schemas["Scope"];
};
export type Group = { readonly name: keyof OfficeTexts["nav"]; readonly entries: readonly Entry[] };

export const NAVIGATION: readonly Group[] = [
  {
    name: "desk",
    entries: [
      { name: "inbox", href: "/admin/inbox/", scope: "edit" },
      { name: "letter", href: "/admin/letter/", scope: "edit" },
    ],
  },
  {
    name: "crawling",
    entries: [
      { name: "sources", href: "/admin/" },
      { name: "health", href: "/admin/health/" },
      { name: "coverage", href: "/admin/coverage/" },
      { name: "alerts", href: "/admin/alerts/", scope: "admin" },
      { name: "runs", href: "/admin/runs/" },
      { name: "suspect", href: "/admin/suspect/" },
      { name: "schedules", href: "/admin/schedules/" },
      { name: "parked", href: "/admin/parked/" },
    ],
  },
  {
    name: "calendar",
    entries: [
      { name: "events", href: "/admin/events/" },
      { name: "venues", href: "/admin/venues/" },
      { name: "categories", href: "/admin/categories/" },
      { name: "branding", href: "/admin/branding/", scope: "admin" },
    ],
  },
  {
    name: "access",
    entries: [
      { name: "account", href: "/admin/account/" },
      { name: "people", href: "/admin/people/", scope: "admin" },
      { name: "keys", href: "/admin/keys/", scope: "admin" },
      { name: "audit", href: "/admin/audit/", scope: "admin" },
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
