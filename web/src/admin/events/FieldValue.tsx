/** The value of an event's field as editors read it. */
import { ExternalLink } from "@/admin/ExternalLink";
import { useOffice, type OfficeTexts } from "@/language/office";
import { useLocale } from "@/language/languages";
import { formatMoment } from "@/time/moments";

const LINKS = ["url", "ticket_url", "image_url"];

export function FieldValue({ field, value }: { field: string; value: unknown }) {
  const texts = useOffice();
  const locale = useLocale();
  const words = wordsOf(field, value, texts, locale);
  if (words === "") return <span className="soft">{texts.nothing}</span>;
  if (LINKS.includes(field)) return <ExternalLink url={words} />;
  return <span className="value">{words}</span>;
}

/** "" for nothing. */
export function wordsOf(field: string, value: unknown, texts: OfficeTexts, locale: string): string {
  if (value === null || value === undefined || value === "") return "";
  if (field === "status") return texts.statuses[String(value)] ?? String(value);
  if (field === "starts_at" || field === "ends_at") return formatMoment(String(value), locale);
  if (typeof value === "boolean") return value ? texts.yes : texts.no;
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") {
    const { text, name, address } = value as Readonly<Record<string, string | null>>;
    return [text, name, address].filter(Boolean).join(", ");
  }
  return String(value);
}
