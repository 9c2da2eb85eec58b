/** The rules' reasons in the editor's language. */
import type { Schemas } from "@/api/client";
import type { OfficeTexts } from "@/language/office";

export function reasonWords(why: readonly Schemas["MatchReason"][], texts: OfficeTexts, locale: string): string {
  const points = new Intl.NumberFormat(locale, { signDisplay: "exceptZero" });
  return why
    .map((reason) => {
      const words = texts.reasons[reason.code]?.replace("{}", reason.value) ?? reason.value;
      return reason.points === null ? words : `${words} (${points.format(reason.points)})`;
    })
    .join(", ");
}
