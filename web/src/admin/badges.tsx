/** The state of a source, run or task. */
import type { Schemas } from "@/api/client";
import { Badge, type Tone } from "@/components/Badge";
import { useRunTexts } from "@/language/office/runs";

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

export function StateBadge({ state }: { state: AnyState }) {
  const texts = useRunTexts();
  return <Badge tone={TONES[state]}>{texts.states[state]}</Badge>;
}
