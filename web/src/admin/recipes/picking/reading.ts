/** What a recipe reads on the copy of a page: the result of the tasks `copy_page` and `pick_part`. */
import type { Schemas } from "@/api/client";
import { listOf, type PreviewRecord } from "@/admin/sources/PreviewEvents";

export type PageReading = {
  /** The copy's name in the API. */
  copy: string;
  recipe: Schemas["Recipe"];
  picked: { field: string; selector: string } | null;
  /** Why the clicked element can't be the field, and its text. */
  refusal: { reason: string; text: string } | null;
  /** Required fields without a selector. */
  lacking: readonly string[];
  /** The number of each element that the recipe finds, and its field. */
  outlines: readonly (readonly [number, string])[];
  choices: readonly { element: number; tag: string; text: string }[];
  /** How many cards there are, and by field how many have it. */
  matched: number;
  counts: Readonly<Record<string, number>>;
  events: readonly PreviewRecord[];
  /** How the recipe doesn't fit, in English; empty if it does. */
  faults: string;
};

/** The fields that are picked, in the order of the form. */
export const PICKED = ["card", "title", "date", "time", "place", "price", "link", "image", "next_page"] as const;
export type PickedField = (typeof PICKED)[number];

export type EventRow = Readonly<Record<"title" | "when" | "place" | "price" | "link" | "image", string>> & { card: number };
export const COLUMNS = ["title", "when", "place", "price", "link", "image"] as const;

const MINUTES = "2026-11-29T20:00".length;

export function rowsOf(reading: PageReading): EventRow[] {
  return reading.events.map((event) => {
    const times = listOf(event.occurrences);
    const first = textOf(times[0]?.starts_at).slice(0, MINUTES).replace("T", " ");
    return {
      card: Number(event.card),
      title: textOf(event.title),
      when: times.length > 1 ? `${first} (+${times.length - 1})` : first,
      place: textOf((event.venue as PreviewRecord | null)?.name),
      price: textOf((event.price as PreviewRecord | null)?.text),
      link: pathOf(event.url),
      image: pathOf(event.image_url),
    };
  });
}

export function differs(row: EventRow, before: EventRow | undefined): boolean {
  return !before || COLUMNS.some((column) => row[column] !== before[column]);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function pathOf(address: unknown): string {
  const text = textOf(address);
  return URL.canParse(text) ? decode(new URL(text)) : text;
}

function decode(url: URL): string {
  return `${url.pathname}${url.search}`;
}
