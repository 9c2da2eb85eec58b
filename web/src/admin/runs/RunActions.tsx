/** Buttons to repeat or cancel a run. */
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { runUrl } from "@/admin/urls";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { ActionError } from "@/admin/AdminPage";
import { useAction } from "@/admin/useAction";
import { useRunTexts } from "@/language/office/runs";

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
  const { acts: texts, states } = useRunTexts();
  const repeating = useAction();
  const cancelling = useAction();
  const [confirming, setConfirming] = useState(false);

  async function repeat() {
    const work = () => unwrap(api.POST("/api/runs/{run_id}/repeat", { params: { path: { run_id: id } } }));
    const sent = await repeating.run(work, texts.repeated);
    if (sent) await router.push(runUrl(sent.task_id));
  }

  async function cancel() {
    const work = () => unwrap(api.POST("/api/tasks/{task_id}/cancel", { params: { path: { task_id: id } } }));
    const task = await cancelling.run(work, (cancelled) => texts.cancelled(states[cancelled.state] ?? cancelled.state));
    if (!task) return;
    setConfirming(false);
    onDone();
  }

  return (
    <>
      {canRepeat && (
        <Button look="primary" disabled={repeating.busy} onClick={() => void repeat()}>
          {texts.repeat}
        </Button>
      )}
      {canCancel && (
        <Button look="danger" onClick={() => setConfirming(true)}>
          {texts.cancel}
        </Button>
      )}
      <ActionError problem={repeating.problem} />
      <ConfirmDialog
        title={texts.cancelTitle}
        verb={texts.cancelVerb}
        open={confirming}
        action={cancelling}
        onConfirm={() => void cancel()}
        onClose={() => setConfirming(false)}
      >
        <p>{texts.cancelText}</p>
      </ConfirmDialog>
    </>
  );
}
