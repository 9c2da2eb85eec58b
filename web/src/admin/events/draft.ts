/** An event's fields as a form edits them, and what to send for the changed ones. */
import type { Schemas } from "@/api/client";
import { isPlainDay } from "@/time/days";
import { momentOf } from "@/time/moments";

export type Draft = {
  readonly title: string;
  readonly status: string;
  readonly startDay: string;
  readonly startTime: string;
  readonly endDay: string;
  readonly endTime: string;
  readonly venue: string;
  readonly address: string;
  readonly description: string;
  readonly price: string;
  readonly ticket_url: string;
  readonly url: string;
  readonly image_url: string;
  readonly organizer: string;
  readonly categories: readonly string[];
};
export type Fields = Omit<Schemas["Correction"], "occurrence" | "why" | "featured">;

/** Reads the API's values by field: a correction's, or those of a submission. */
export function draftOf(values: Readonly<Record<string, unknown>>, categories: readonly string[]): Draft {
  const text = (field: string) => wordsOf(values[field]);
  const venue = values.venue as { name?: string | null; address?: string | null } | string | null | undefined;
  const [startDay, startTime] = split(values.starts_at);
  const [endDay, endTime] = split(values.ends_at);
  return {
    title: text("title"),
    status: text("status") || "scheduled",
    startDay,
    startTime,
    endDay,
    endTime,
    venue: typeof venue === "string" ? venue : (venue?.name ?? ""),
    address: typeof venue === "string" ? "" : (venue?.address ?? ""),
    description: text("description"),
    price: text("price"),
    ticket_url: text("ticket_url"),
    url: text("url"),
    image_url: text("image_url"),
    organizer: text("organizer"),
    categories,
  };
}

const TEXTS = ["title", "description", "price", "ticket_url", "url", "image_url", "organizer"] as const;

/** The fields that differ, as the API takes them. `zone`: the IANA zone of the times. */
export function changesOf(before: Draft, after: Draft, zone: string): Fields {
  const changes: Record<string, unknown> = {};
  for (const field of TEXTS) if (before[field] !== after[field]) changes[field] = after[field].trim() || null;
  if (before.status !== after.status) changes.status = after.status;
  if (before.startDay !== after.startDay || before.startTime !== after.startTime)
    changes.starts_at = after.startDay ? momentOf(after.startDay, after.startTime, zone) : null;
  if (before.endDay !== after.endDay || before.endTime !== after.endTime) changes.ends_at = endOf(after, zone);
  if (before.venue !== after.venue || before.address !== after.address) changes.venue = placeOf(after);
  if (before.categories.join("\n") !== after.categories.join("\n")) changes.categories = after.categories;
  return changes;
}

/** An end with a time and without a day is on the day of the start. */
function endOf(draft: Draft, zone: string): string | null {
  const day = draft.endDay || (draft.endTime ? draft.startDay : "");
  return day ? momentOf(day, draft.endTime, zone) : null;
}

function placeOf({ venue, address }: Draft): Schemas["Correction"]["venue"] {
  if (!venue.trim() && !address.trim()) return null;
  return { name: venue.trim() || null, address: address.trim() || null };
}

function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? ((value as { text?: string | null }).text ?? "") : String(value);
}

/** The day and the time of a local moment; "" for what is unknown. */
function split(moment: unknown): [string, string] {
  if (typeof moment !== "string" || moment === "") return ["", ""];
  return isPlainDay(moment) ? [moment, ""] : [moment.slice(0, 10), moment.slice(11, 16)];
}
