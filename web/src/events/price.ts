/** Prices as text. */
import { currentLocale } from "@/language/languages";
import { pageTexts } from "@/language/page";
import type { Price } from "@/events/model";
import { say } from "@/language/say";

const MAX_TEXT_LENGTH = 32;

/** "Free", "$35 to $75", else the source's own text if it is short; "" if the price is unknown. */
export function formatPrice(price: Price | null | undefined): string {
  if (!price) return "";
  if (price.is_free) return pageTexts().price.free;
  const { min_cents: min, max_cents: max } = price;
  if (min == null) return price.text && price.text.length <= MAX_TEXT_LENGTH ? price.text : "";
  const currency = price.currency ?? "USD";
  return max != null && max !== min ? say(pageTexts().price.range, { from: formatMoney(min, currency), to: formatMoney(max, currency) }) : formatMoney(min, currency);
}

/** Whether the source's own text has words besides its amounts: "$25 – $60" only repeats "$25 to $60". */
export function saysMore(text: string, price: Price): boolean {
  const known = price.is_free || price.min_cents != null;
  return !known || /\p{L}/u.test(text.replace(/\b(?:to|a|and|y|usd|us|free|gratis)\b/gi, ""));
}

/** "$45", "$45.50"; `currency` is ISO 4217. */
export function formatMoney(cents: number, currency: string): string {
  const whole = cents % 100 === 0;
  try {
    return new Intl.NumberFormat(currentLocale(), {
      style: "currency",
      currency,
      currencyDisplay: currency === "USD" ? "narrowSymbol" : "symbol",
      minimumFractionDigits: whole ? 0 : 2,
    }).format(cents / 100);
  } catch {
    return `${(cents / 100).toFixed(2)} ${currency}`; // Not a valid currency code.
  }
}
