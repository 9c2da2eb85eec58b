/** Describes a change to an event's field in words. */
import type { Change } from "@/events/model";
import { formatMoney } from "@/events/price";
import { formatTimestamp } from "@/time/format";

const FIELDS: Readonly<Record<string, string>> = {
  starts_at: "Start",
  ends_at: "End",
  price_text: "Price",
  price_min_cents: "Lowest price",
  price_max_cents: "Highest price",
  price_currency: "Currency",
  is_free: "Free",
  sold_out: "Sold out",
  ticket_url: "Ticket link",
  image_url: "Image",
  url: "Event page",
  all_day: "All day",
  time_known: "Start time known",
};
const MAX_LENGTH = 80;

export function fieldLabel(field: string): string {
  const label = FIELDS[field] ?? field.replaceAll("_", " ");
  return label.charAt(0).toUpperCase() + label.slice(1);
}

export function describeChange(change: Change): string {
  if (change.field === "withdrawn") return change.new ? "Removed by the source" : "Listed by the source again";
  if (change.field === "starts_at") return describeStart(change.old, change.new);
  const name = fieldLabel(change.field);
  if (change.old == null) return `${name} added: ${formatValue(change.new, change.field)}`;
  if (change.new == null) return `${name} removed (was ${formatValue(change.old, change.field)})`;
  return `${name}: was ${formatValue(change.old, change.field)}, now ${formatValue(change.new, change.field)}`;
}

function describeStart(old: unknown, start: unknown): string {
  const now = formatValue(start, "starts_at");
  return old == null ? `New date: ${now}` : `Moved from ${formatValue(old, "starts_at")} to ${now}`;
}

export function formatValue(value: unknown, field = ""): string {
  if (field.endsWith("_cents") && typeof value === "number") return formatMoney(value, "USD");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join(", ") || "none";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return formatTimestamp(text);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
