/** The live progress of a crawl. */
import type { Schemas } from "@/api/client";
import { Progress } from "@/components/Progress";
import { useStream } from "@/admin/useStream";

type Run = Schemas["Run"];
export type Counts = Pick<Run, "seen" | "pages" | "feeds" | "new" | "changed">;

/** `expected` is how many events the last good run saw, so about how many this one will see. */
export function LiveRun({ run, expected, onEnd }: { run: Run; expected?: number; onEnd: () => void }) {
  const latest = useStream<Run>(`/api/runs/${encodeURIComponent(run.id)}/events`, "run", onEnd, onEnd);
  return <RunProgress counts={latest ?? run} expected={expected} />;
}

export function RunProgress({ counts, expected }: { counts: Counts; expected?: number }) {
  const done = Math.min(counts.seen, expected ?? 0);
  return <Progress label={describeProgress(counts, expected)} done={done} of={expected && counts.seen > 0 ? expected : undefined} />;
}

function describeProgress(counts: Counts, expected: number | undefined): string {
  const fetched = counts.feeds > 0 ? `${counts.feeds} feeds` : `${counts.pages} pages`;
  const ofExpected = expected ? ` of about ${expected}` : "";
  return `${fetched} fetched, ${counts.seen}${ofExpected} events seen, ${counts.new} new, ${counts.changed} changed`;
}
