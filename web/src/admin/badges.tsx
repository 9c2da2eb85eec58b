/** The state of a source, run or task. */
import type { Schemas } from "@/api/client";
import { Badge, type Tone } from "@/components/Badge";

type AnyState = Schemas["State"] | Schemas["RunStatus"] | Schemas["TaskState"];

const TONES: Readonly<Record<AnyState, Tone>> = {
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

/** Where people read another word than programs. */
const WORDS: Readonly<Partial<Record<AnyState, string>>> = { never: "never run", cancelling: "canceling", cancelled: "canceled" };

export function StateBadge({ state }: { state: AnyState }) {
  return <Badge tone={TONES[state]}>{WORDS[state] ?? state}</Badge>;
}
