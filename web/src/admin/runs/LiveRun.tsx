/** The live progress of a crawl. */
import type { Schemas } from "@/api/client";
import { Progress } from "@/components/Progress";
import { useStream } from "@/admin/useStream";
import { useRunTexts } from "@/language/office/runs";

type Run = Schemas["Run"];
export type Counts = Pick<Run, "seen" | "pages" | "feeds" | "new" | "changed">;

/** `expected` is how many events the last good run saw, so about how many this one will see. */
export function LiveRun({ run, expected, onEnd }: { run: Run; expected?: number; onEnd: () => void }) {
  const latest = useStream<Run>(`/api/runs/${encodeURIComponent(run.id)}/events`, "run", onEnd, onEnd);
  return <RunProgress counts={latest ?? run} expected={expected} />;
}

export function RunProgress({ counts, expected }: { counts: Counts; expected?: number }) {
  const texts = useRunTexts();
  const done = Math.min(counts.seen, expected ?? 0);
  return <Progress label={texts.progress(counts, counts.seen, expected, counts.new, counts.changed)} done={done} of={expected && counts.seen > 0 ? expected : undefined} />;
}
