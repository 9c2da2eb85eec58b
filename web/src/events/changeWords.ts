/** A change of a field, in words. */
import type { Change } from "@/events/model";
import { money } from "@/events/price";
import { momentWords } from "@/time/words";

const FIELDS: Readonly<Record<string, string>> = {
  starts_at: "Start",
  ends_at: "End",
  price_text: "Price",
  price_min_cents: "Lowest price",
  price_max_cents: "Highest price",
  price_currency: "Currency",
  is_free: "Free of charge",
  sold_out: "Sold out",
  ticket_url: "Ticket link",
  image_url: "Picture",
  url: "Page",
  all_day: "All day",
  time_known: "Hour known",
};
const LONGEST = 80;

export function fieldWords(field: string): string {
  const known = FIELDS[field] ?? field.replaceAll("_", " ");
  return known.charAt(0).toUpperCase() + known.slice(1);
}

export function changeWords(change: Change): string {
  if (change.field === "withdrawn") return change.new ? "Withdrawn by its source" : "Shown by its source again";
  const name = fieldWords(change.field);
  if (change.old == null) return `${name} added: ${valueWords(change.new, change.field)}`;
  if (change.new == null) return `${name} removed: it was ${valueWords(change.old, change.field)}`;
  return `${name}: ${valueWords(change.old, change.field)} became ${valueWords(change.new, change.field)}`;
}

export function valueWords(value: unknown, field = ""): string {
  if (field.endsWith("_cents") && typeof value === "number") return money(value, "USD");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join(", ") || "none";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return momentWords(text);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}
