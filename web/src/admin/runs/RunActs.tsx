/** What can be done with a run: the same again, or an end. */
import { useRouter } from "next/router";
import { useState } from "react";

import { answered, api } from "@/api/client";
import { Button } from "@/components/Button";
import { runAddress } from "@/admin/addresses";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { Refusal } from "@/admin/OfficePage";
import { useAct } from "@/admin/useOffice";

export function RunActs({
  id,
  canRepeat,
  canCancel,
  onDone,
}: {
  id: string;
  canRepeat: boolean;
  canCancel: boolean;
  onDone: () => void;
}) {
  const router = useRouter();
  const repeating = useAct();
  const cancelling = useAct();
  const [asking, setAsking] = useState(false);

  async function repeat() {
    const work = () => answered(api.POST("/api/runs/{run_id}/repeat", { params: { path: { run_id: id } } }));
    const sent = await repeating.act(work, "Repeated: this is the new run.");
    if (sent) await router.push(runAddress(sent.task_id));
  }

  async function cancel() {
    const work = () => answered(api.POST("/api/tasks/{task_id}/cancel", { params: { path: { task_id: id } } }));
    const task = await cancelling.act(work, (told) => `The task is ${told.state}.`);
    if (!task) return;
    setAsking(false);
    onDone();
  }

  return (
    <>
      {canRepeat && (
        <Button look="primary" disabled={repeating.busy} onClick={() => void repeat()}>
          Repeat
        </Button>
      )}
      {canCancel && (
        <Button look="danger" onClick={() => setAsking(true)}>
          Cancel
        </Button>
      )}
      <Refusal problem={repeating.problem} />
      <ConfirmDialog
        title="Cancel this run?"
        verb="Cancel the run"
        open={asking}
        acting={cancelling}
        onConfirm={() => void cancel()}
        onClose={() => setAsking(false)}
      >
        <p>It ends after the requests that are open. What it has stored stays, and nothing is withdrawn.</p>
      </ConfirmDialog>
    </>
  );
}
