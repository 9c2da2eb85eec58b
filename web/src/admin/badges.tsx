/** How a source, a run or a task is, in a word. */
import type { Schemas } from "@/api/client";
import { Badge, type Tone } from "@/components/Badge";

type Word = Schemas["State"] | Schemas["RunStatus"] | Schemas["TaskState"];

const TONES: Readonly<Record<Word, Tone>> = {
  ok: "good",
  succeeded: "good",
  running: "accent",
  waiting: "accent",
  queued: "accent",
  suspect: "warn",
  cancelling: "warn",
  failed: "bad",
  lost: "bad",
  cancelled: "plain",
  paused: "plain",
  never: "plain",
};

export function StateBadge({ state }: { state: Word }) {
  return <Badge tone={TONES[state]}>{state === "never" ? "never run" : state}</Badge>;
}
