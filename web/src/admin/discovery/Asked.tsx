/** Each address that was asked during the look at a site, with the answer. */
import { Lines } from "@/admin/sources/PreviewResult";

export function Asked({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <details>
      <summary className="summary">
        What was asked ({lines.length} {lines.length === 1 ? "request" : "requests"})
      </summary>
      <Lines lines={lines} />
    </details>
  );
}
