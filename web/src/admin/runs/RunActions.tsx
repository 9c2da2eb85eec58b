/** Buttons to repeat or cancel a run. */
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { runUrl } from "@/admin/urls";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { ActionError } from "@/admin/AdminPage";
import { useAction } from "@/admin/useAction";

export function RunActions({
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
  const repeating = useAction();
  const cancelling = useAction();
  const [confirming, setConfirming] = useState(false);

  async function repeat() {
    const work = () => unwrap(api.POST("/api/runs/{run_id}/repeat", { params: { path: { run_id: id } } }));
    const sent = await repeating.run(work, "Queued again. This is the new run.");
    if (sent) await router.push(runUrl(sent.task_id));
  }

  async function cancel() {
    const work = () => unwrap(api.POST("/api/tasks/{task_id}/cancel", { params: { path: { task_id: id } } }));
    const task = await cancelling.run(work, (cancelled) => `The task is ${cancelled.state}.`);
    if (!task) return;
    setConfirming(false);
    onDone();
  }

  return (
    <>
      {canRepeat && (
        <Button look="primary" disabled={repeating.busy} onClick={() => void repeat()}>
          Run again
        </Button>
      )}
      {canCancel && (
        <Button look="danger" onClick={() => setConfirming(true)}>
          Cancel
        </Button>
      )}
      <ActionError problem={repeating.problem} />
      <ConfirmDialog
        title="Cancel this run?"
        verb="Cancel run"
        open={confirming}
        action={cancelling}
        onConfirm={() => void cancel()}
        onClose={() => setConfirming(false)}
      >
        <p>The run stops once its open requests finish. The events it has stored stay, and none are withdrawn.</p>
      </ConfirmDialog>
    </>
  );
}
