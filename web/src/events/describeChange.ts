/** Describes a change to an event's field in words. */
import type { Change } from "@/events/model";
import { pageTexts } from "@/language/page";
import { formatMoney } from "@/events/price";
import { formatTimestamp } from "@/time/format";
import { say } from "@/language/say";

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
  if (change.old == null) return say(texts.added, { field: name, now: formatValue(change.new, change.field) });
  if (change.new == null) return say(texts.lost, { field: name, was: formatValue(change.old, change.field) });
  return say(texts.changed, { field: name, was: formatValue(change.old, change.field), now: formatValue(change.new, change.field) });
}

function describeStart(old: unknown, start: unknown): string {
  const now = formatValue(start, "starts_at");
  const texts = pageTexts().changes;
  return old == null ? say(texts.newDate, { day: now }) : say(texts.moved, { from: formatValue(old, "starts_at"), to: now });
}

export function formatValue(value: unknown, field = ""): string {
  if (field.endsWith("_cents") && typeof value === "number") return formatMoney(value, "USD");
  if (typeof value === "boolean") return value ? pageTexts().changes.yes : pageTexts().changes.no;
  if (Array.isArray(value)) return value.join(", ") || pageTexts().changes.none;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return formatTimestamp(text);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
