/** How far a crawl is, told as it happens. */
import type { Schemas } from "@/api/client";
import { Progress } from "@/components/Progress";
import { useStream } from "@/admin/useStream";

type Run = Schemas["Run"];
export type Counts = Pick<Run, "seen" | "pages" | "feeds" | "new" | "changed">;

/** `expected`: what its last good run saw, which is how much is likely to come. */
export function LiveRun({ run, expected, onEnd }: { run: Run; expected?: number; onEnd: () => void }) {
  const told = useStream<Run>(`/api/runs/${encodeURIComponent(run.id)}/events`, "run", onEnd, onEnd);
  return <RunProgress counts={told ?? run} expected={expected} />;
}

export function RunProgress({ counts, expected }: { counts: Counts; expected?: number }) {
  const done = Math.min(counts.seen, expected ?? 0);
  return <Progress label={progressWords(counts, expected)} done={done} of={expected && counts.seen > 0 ? expected : undefined} />;
}

function progressWords(counts: Counts, expected: number | undefined): string {
  const asked = counts.feeds > 0 ? `${counts.feeds} feeds` : `${counts.pages} pages`;
  const usual = expected ? ` of about ${expected}` : "";
  return `${asked} asked, ${counts.seen}${usual} seen, ${counts.new} new, ${counts.changed} changed`;
}
