/** Each address that was asked during the look at a site, with the answer. */
import { Lines } from "@/admin/sources/PreviewResult";
import { useSourceTexts } from "@/language/office/sources";

export function Asked({ lines }: { lines: readonly string[] }) {
  const texts = useSourceTexts().foundBy;
  if (lines.length === 0) return null;
  return (
    <details>
      <summary className="summary">{texts.asked(lines.length)}</summary>
      <Lines lines={lines} />
    </details>
  );
}
