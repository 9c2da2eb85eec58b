/** What it costs, in words. */
import type { Price } from "@/events/model";

const LONGEST_TEXT = 32;

/** "Free", "$35 to $75", else the source's own words when they are short; "" when nobody knows. */
export function priceWords(price: Price | null | undefined): string {
  if (!price) return "";
  if (price.is_free) return "Free";
  const { min_cents: least, max_cents: most } = price;
  if (least == null) return price.text && price.text.length <= LONGEST_TEXT ? price.text : "";
  const currency = price.currency ?? "USD";
  return most != null && most !== least ? `${money(least, currency)} to ${money(most, currency)}` : money(least, currency);
}

/** "$45", "$45.50"; `currency` is ISO 4217. */
export function money(cents: number, currency: string): string {
  const whole = cents % 100 === 0;
  try {
    return new Intl.NumberFormat("en-US", { style: "currency", currency, minimumFractionDigits: whole ? 0 : 2 }).format(
      cents / 100,
    );
  } catch {
    return `${(cents / 100).toFixed(2)} ${currency}`; // A code that is no currency's.
  }
}
