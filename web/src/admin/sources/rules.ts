/** A source's rules as edited in the form, and their conversion to and from the API's shape. */
import type { Schemas } from "@/api/client";

type Rules = Schemas["SourceRules"];
export type ListRule = (typeof LISTS)[number];
export type TextRule = (typeof NUMBERS)[number] | (typeof TEXTS)[number];

/** Lists have one phrase per line. */
export type RulesDraft = Record<ListRule | TextRule, string> & { all_at_venue: boolean };

const LISTS = [
  "include_titles",
  "exclude_titles",
  "include_categories",
  "exclude_categories",
  "include_places",
  "exclude_places",
  "default_categories",
] as const;
const NUMBERS = ["near_latitude", "near_longitude", "within_km"] as const;
const TEXTS = ["first_day", "last_day", "venue_name", "venue_address"] as const;

export const NO_RULES = draftOfRules({});

export function draftOfRules(rules: Rules): RulesDraft {
  const lists = LISTS.map((name) => [name, (rules[name] ?? []).join("\n")]);
  const others = [...NUMBERS, ...TEXTS].map((name) => [name, String(rules[name] ?? "")]);
  return { ...Object.fromEntries([...lists, ...others]), all_at_venue: rules.all_at_venue ?? false } as RulesDraft;
}

export function rulesOf(draft: RulesDraft): Rules {
  const lists = LISTS.map((name) => [name, linesOf(draft[name])] as const).filter(([, lines]) => lines.length > 0);
  const numbers = NUMBERS.filter((name) => draft[name].trim()).map((name) => [name, Number(draft[name])] as const);
  const texts = TEXTS.filter((name) => draft[name].trim()).map((name) => [name, draft[name].trim()] as const);
  return { ...Object.fromEntries([...lists, ...numbers, ...texts]), ...(draft.all_at_venue && { all_at_venue: true }) };
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
