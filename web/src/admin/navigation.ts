/** Where one can go in the back office: a group is a heading with its entries; a new area is one line here. */
import type { Schemas } from "@/api/client";

export type Entry = {
  readonly name: string;
  /** With a slash at the end, as the export names it. */
  readonly href: string;
  /** Who may use it; everybody who has logged in, when it is left out. */
  readonly scope?: Schemas["Scope"];
};
export type Group = { readonly name: string; readonly entries: readonly Entry[] };

export const NAVIGATION: readonly Group[] = [
  {
    name: "Harvest",
    entries: [
      { name: "Sources", href: "/admin/" },
      { name: "Runs", href: "/admin/runs/" },
      { name: "Suspect runs", href: "/admin/suspect/" },
      { name: "Schedules", href: "/admin/schedules/" },
      { name: "Parked tasks", href: "/admin/parked/" },
    ],
  },
  { name: "Programme", entries: [{ name: "Events", href: "/admin/events/" }] },
  {
    name: "Access",
    entries: [
      { name: "Keys", href: "/admin/keys/", scope: "admin" },
      { name: "Audit log", href: "/admin/audit/", scope: "admin" },
    ],
  },
];

const RANK: Record<Schemas["Scope"], number> = { read: 0, edit: 1, admin: 2 };

export function includes(has: Schemas["Scope"], needed: Schemas["Scope"] = "read"): boolean {
  return RANK[has] >= RANK[needed];
}

/** Whether an entry is the place one is at; `/admin/` is also where the pages of single sources belong. */
export function isAt(entry: Entry, path: string): boolean {
  return entry.href === "/admin/" ? path === "/admin" || path.startsWith("/admin/sources") : `${path}/`.startsWith(entry.href);
}
