/** What the server says of the town, on the `html` element (app/api/pages/frame.py). Nothing in the build. */
import { useHydrated } from "@/layout/hydrated";

/** What is the town's own in the branding (app/api/pages/content/brand.py). */
export type Site = {
  readonly name?: string;
  /** The logo's path. */
  readonly logo?: string;
  /** Plain text by language. */
  readonly about?: Readonly<Record<string, string>>;
  readonly contact?: Readonly<Record<string, string>>;
  readonly links?: readonly { readonly label: string; readonly url: string }[];
};

export type Town = {
  /** "Sarasota"; undefined if the town has no name. */
  readonly name?: string;
  /** The calendar's IANA zone. */
  readonly zone?: string;
  /** Whether the public may send events. */
  readonly takesEvents: boolean;
  /** Whether people can sign up for the weekly letter. */
  readonly hasLetter: boolean;
  readonly site: Site;
  /** The map's tiles (`…/{z}/{x}/{y}.png`) or style, and whom to credit. */
  readonly tiles?: string;
  readonly credit?: string;
};

const UNKNOWN: Town = { takesEvents: false, hasLetter: false, site: {} };

export function currentTown(): Town {
  if (typeof document === "undefined") return UNKNOWN;
  const { town, zone, submissions, letter, site, tiles, credit } = document.documentElement.dataset;
  return { name: town, zone, takesEvents: submissions !== undefined, hasLetter: letter !== undefined, site: siteOf(site), tiles, credit };
}

let parsed: { text: string; site: Site } | undefined;

/** The same object each time. */
function siteOf(text: string | undefined): Site {
  if (!text) return UNKNOWN.site;
  if (parsed?.text !== text) parsed = { text, site: JSON.parse(text) as Site };
  return parsed.site;
}

/** A page's title: "The Nutcracker | Marquee". What the server wrote in the script's place keeps its own. */
export function titled(title: string): string {
  if (typeof document !== "undefined" && document.querySelector("#served[data-final]")) return document.title;
  return `${title} | ${currentTown().site.name ?? "Marquee"}`;
}

/** The first rendering is that of the build. */
export function useTown(): Town {
  return useHydrated() ? currentTown() : UNKNOWN;
}
