/** From a site's address to its events, in three steps: look, choose, harvest. */
import { useState } from "react";

import type { Schemas } from "@/api/client";
import { Progress } from "@/components/Progress";
import { ActionError, AdminPage } from "@/admin/AdminPage";
import { AddressForm } from "@/admin/discovery/AddressForm";
import { Choice } from "@/admin/discovery/Choice";
import { FirstHarvest } from "@/admin/discovery/FirstHarvest";
import type { Findings } from "@/admin/discovery/findings";
import { Refusal } from "@/admin/discovery/Refusal";
import { NO_RULES, type RulesDraft } from "@/admin/sources/rules";
import { useTask } from "@/admin/useTask";
import { useDiscoveryTexts } from "@/language/office/discovery";

export function FindSource() {
  const texts = useDiscoveryTexts();
  const [taskId, setTaskId] = useState<string>();
  const [rules, setRules] = useState(NO_RULES);
  const [added, setAdded] = useState<Schemas["AddedSource"]>();
  return (
    <AdminPage title={texts.title} about={texts.about}>
      {!added && <AddressForm rules={rules} onRules={setRules} onSent={setTaskId} />}
      <div className="stack" aria-live="polite">
        {added ? <FirstHarvest added={added} /> : taskId && <Look key={taskId} taskId={taskId} rules={rules} onAdded={setAdded} />}
      </div>
    </AdminPage>
  );
}

/** A look takes at most this many requests. */
const MOST_REQUESTS = 10;

function Looking({ asked }: { asked: string[] }) {
  const texts = useDiscoveryTexts();
  const last = asked.at(-1);
  return (
    <div className="stack">
      <Progress label={texts.working} done={asked.length} of={last ? MOST_REQUESTS : undefined} />
      {last && <p className="small soft">{texts.asking(asked.length, MOST_REQUESTS, last)}</p>}
    </div>
  );
}

function Look({ taskId, rules, onAdded }: { taskId: string; rules: RulesDraft; onAdded: (added: Schemas["AddedSource"]) => void }) {
  const texts = useDiscoveryTexts();
  const { task, problem } = useTask(taskId);
  if (problem) return <ActionError problem={problem} />;
  if (task?.state === "failed") return <Refusal reason={task.error ?? texts.failed} asked={[]} />;
  if (task?.state === "cancelled") return <Refusal reason={texts.canceled} asked={[]} />;
  if (task?.state !== "succeeded" || !task.result)
    return <Looking asked={task?.asked ?? []} />;
  const findings = task.result as Findings;
  if (findings.candidates.length === 0) return <Refusal reason={findings.refusal ?? texts.noEvents} asked={findings.asked} />;
  return <Choice taskId={taskId} findings={findings} rules={rules} onAdded={onAdded} />;
}
