/** What a recipe reads on the copy of a page: the result of the tasks `copy_page` and `pick_part`. */
import type { Schemas } from "@/api/client";

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
  /** Each with its card's number; `starts_at` is of the first of its `dates`. Empty texts for what an event lacks. */
  events: readonly ({ card: number; dates: number } & Record<"title" | "starts_at" | "place" | "price" | "link" | "image", string>)[];
  /** How the recipe doesn’t fit, as the service says it; empty if it does. */
  faults: string;
};

/** The fields that are picked, in the order of the form. */
export const PICKED = ["card", "title", "date", "time", "place", "price", "link", "image", "next_page"] as const;
export type PickedField = (typeof PICKED)[number];

export type EventRow = Readonly<Record<(typeof COLUMNS)[number], string>> & { card: number };
export const COLUMNS = ["title", "when", "place", "price", "link", "image"] as const;

const MINUTES = "2026-11-29T20:00".length;

export function rowsOf(reading: PageReading): EventRow[] {
  return reading.events.map(({ card, title, starts_at, dates, place, price, link, image }) => {
    const first = starts_at.slice(0, MINUTES).replace("T", " ");
    return { card, title, when: dates > 1 ? `${first} (+${dates - 1})` : first, place, price, link: pathOf(link), image: pathOf(image) };
  });
}

export function differs(row: EventRow, before: EventRow | undefined): boolean {
  return !before || COLUMNS.some((column) => row[column] !== before[column]);
}

function pathOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { pathname, search } = new URL(address);
  return pathname + search;
}
