/** The result of the task `discover_source`. */
import type { PreviewRecord } from "@/admin/sources/PreviewEvents";

/** One of the ways in which a site publishes. */
export type Candidate = {
  platform: string;
  base_url: string;
  reason: string;
  upcoming: number;
  /** How many pages of single events a harvest reads, of which a few were looked at; 0 if it reads none. */
  pages: number;
  /** How many the rules leave out, by reason. */
  left_out: Readonly<Record<string, number>>;
  /** The share of the titles on the site's listing page that it has; null without a listing. */
  coverage: number | null;
  /** Empty if its events are in several zones. */
  timezone: string;
  /** Its events name the zone. */
  zone_named: boolean;
  /** How many titles the listing page shows, and how many of them it has. */
  listed: number;
  covered: number;
  /** How many places its events name, and the only one. */
  places: number;
  place: string | null;
  /** The site’s own place, for events that name none. */
  venue: { name: string; address: string | null } | null;
  /** By which its pages are read; null if each harvest finds the cards again, or it isn’t read as cards. */
  recipe: Readonly<Record<string, unknown>> | null;
  problems: readonly string[];
  notes?: readonly string[];
  /** The first ones. */
  events: readonly PreviewRecord[];
  /** The source that reads it already. */
  twin: { id: number; title: string } | null;
  /** The source that has at least half of its events. */
  same_events: { id: number; title: string; shared: number; of: number } | null;
};

export type Findings = {
  url: string;
  title: string;
  /** As its pages say, such as `en-US`; empty if they don’t. */
  language: string;
  /** Why there is no candidate. */
  refusal: string | null;
  /** The best first. */
  candidates: readonly Candidate[];
  /** Each address that was asked, with the answer. */
  asked: readonly string[];
};
