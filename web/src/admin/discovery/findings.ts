/** The result of the task `discover_source`. */
import type { PreviewRecord } from "@/admin/sources/PreviewEvents";

/** One of the ways in which a site publishes. */
export type Candidate = {
  platform: string;
  base_url: string;
  reason: string;
  upcoming: number;
  /** How many the rules leave out, by reason. */
  left_out: Readonly<Record<string, number>>;
  /** The share of the titles on the site's listing page that it has; null without a listing. */
  coverage: number | null;
  /** Empty if its events are in several zones. */
  timezone: string;
  problems: readonly string[];
  /** The first ones. */
  events: readonly PreviewRecord[];
  /** The source that reads it already. */
  twin: { id: number; title: string } | null;
};

export type Findings = {
  url: string;
  title: string;
  /** Why there is no candidate. */
  refusal: string | null;
  /** The best first. */
  candidates: readonly Candidate[];
  /** Each address that was asked, with the answer. */
  asked: readonly string[];
};
