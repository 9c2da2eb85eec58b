/** What another source says against a date of an event, in the visitor's language. */
import type { Schemas } from "@/api/client";
import type { PageTexts } from "@/language/page";
import { say } from "@/language/say";
import { formatMoment } from "@/time/moments";

/** `status`: of the date that people see. */
export function cautionWords(caution: Schemas["Caution"], status: string, { cautions: texts }: PageTexts, locale: string): string {
  const source = caution.source.title;
  if (caution.kind === "withdrawn") return say(texts.withdrawn, { source });
  if (caution.kind === "time") return say(texts.time, { source, when: formatMoment(caution.starts_at, locale) });
  if (caution.status === "cancelled") return say(texts.cancelled, { source });
  if (caution.status === "postponed") return say(texts.postponed, { source });
  return say(status === "postponed" ? texts.notPostponed : texts.notCancelled, { source });
}
