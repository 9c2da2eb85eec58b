/** Fills in the templates of the language files: `Events on {day}`, or one form for each plural (`one`, `other`). */
import { currentLocale } from "@/language/languages";

export type Template = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** A template with several forms needs a `count`. */
export function say(template: Template, values: Readonly<Record<string, string | number>>): string {
  const form = typeof template === "string" ? template : (template[plural(Number(values.count))] ?? template.other);
  return form.replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name] ?? ""));
}

function plural(count: number): Intl.LDMLPluralRule {
  return new Intl.PluralRules(currentLocale()).select(count);
}

function shown(value: string | number): string {
  return typeof value === "number" ? new Intl.NumberFormat(currentLocale()).format(value) : value;
}
