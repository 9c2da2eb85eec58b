/** A source as edited in the form, and its conversion to and from the API's shapes. */
import type { Schemas } from "@/api/client";
import { draftOfRules, NO_RULES, rulesOf, type RulesDraft } from "@/admin/sources/rules";

export type Draft = {
  title: string;
  base_url: string;
  spider: string;
  timezone: string;
  floor: string;
  /** One URL per line. */
  feeds: string;
  /** The site's page that lists its events; empty for none. */
  listing: string;
  /** Null if nobody has decided: then a run may suggest it. */
  utc_is_local: boolean | null;
  local_is_utc: boolean | null;
  uids_change: boolean;
  learn_poll_rate: boolean;
  rules: RulesDraft;
};

export const EMPTY: Draft = {
  title: "",
  base_url: "",
  spider: "ics",
  timezone: "America/New_York",
  floor: "0",
  feeds: "",
  listing: "",
  utc_is_local: null,
  local_is_utc: null,
  uids_change: false,
  learn_poll_rate: true,
  rules: NO_RULES,
};

export function draftOf(source: Schemas["AdminSource"]): Draft {
  return {
    title: source.title,
    base_url: source.base_url,
    spider: source.spider,
    timezone: source.timezone,
    floor: String(source.floor),
    feeds: source.feeds.join("\n"),
    listing: source.listing ?? "",
    utc_is_local: decision(source.settings.utc_is_local),
    local_is_utc: decision(source.settings.local_is_utc),
    uids_change: source.settings.uids_change === true,
    learn_poll_rate: source.settings.learn_poll_rate !== false,
    rules: draftOfRules(source.rules),
  };
}

function decision(setting: unknown): boolean | null {
  return typeof setting === "boolean" ? setting : null;
}

export function feedsOf(draft: Draft): string[] {
  return draft.feeds
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

export function settingsOf(draft: Draft): Schemas["SourceSettings"] {
  return {
    utc_is_local: draft.utc_is_local,
    local_is_utc: draft.local_is_utc,
    uids_change: draft.uids_change || null,
    learn_poll_rate: draft.learn_poll_rate ? null : false,
  };
}

/** Only the changed fields. The API keeps the others, including feeds that a spider has found since. */
export function changesOf(before: Draft, after: Draft): Schemas["SourceChange"] {
  const quirksChanged = (["utc_is_local", "local_is_utc", "uids_change", "learn_poll_rate"] as const).some((name) => before[name] !== after[name]);
  return {
    ...(before.title !== after.title && { title: after.title }),
    ...(before.base_url !== after.base_url && { base_url: after.base_url }),
    ...(before.spider !== after.spider && { spider: after.spider }),
    ...(before.timezone !== after.timezone && { timezone: after.timezone }),
    ...(before.floor !== after.floor && { floor: Number(after.floor) }),
    ...(before.feeds !== after.feeds && { feeds: feedsOf(after) }),
    ...(before.listing !== after.listing && { listing: after.listing.trim() }),
    ...(quirksChanged && { settings: settingsOf(after) }),
    ...(before.rules !== after.rules && { rules: rulesOf(after.rules) }),
  };
}
