/** Describes a change to an event's field in words. */
import type { Change } from "@/events/model";
import { pageTexts } from "@/language/page";
import { formatMoney } from "@/events/price";
import { formatTimestamp } from "@/time/format";

const MAX_LENGTH = 80;

export function fieldLabel(field: string): string {
  const label = pageTexts().fields[field] ?? field.replaceAll("_", " ");
  return label.charAt(0).toUpperCase() + label.slice(1);
}

export function describeChange(change: Change): string {
  const texts = pageTexts().changes;
  if (change.field === "withdrawn") return change.new ? texts.removed : texts.back;
  if (change.field === "starts_at") return describeStart(change.old, change.new);
  const name = fieldLabel(change.field);
  if (change.old == null) return texts.added(name, formatValue(change.new, change.field));
  if (change.new == null) return texts.lost(name, formatValue(change.old, change.field));
  return texts.changed(name, formatValue(change.old, change.field), formatValue(change.new, change.field));
}

function describeStart(old: unknown, start: unknown): string {
  const now = formatValue(start, "starts_at");
  return old == null ? pageTexts().changes.newDate(now) : pageTexts().changes.moved(formatValue(old, "starts_at"), now);
}

export function formatValue(value: unknown, field = ""): string {
  if (field.endsWith("_cents") && typeof value === "number") return formatMoney(value, "USD");
  if (typeof value === "boolean") return value ? pageTexts().changes.yes : pageTexts().changes.no;
  if (Array.isArray(value)) return value.join(", ") || pageTexts().changes.none;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return formatTimestamp(text);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
