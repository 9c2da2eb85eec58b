/** Hides an event from the public. Asks for a reason, which is kept on record. */
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Field } from "@/components/Field";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { useAction } from "@/admin/useAction";

export function HideDialog({
  event,
  onClose,
  onDone,
}: {
  /** Undefined keeps the dialog closed. */
  event: { id: number; title: string } | undefined;
  onClose: () => void;
  onDone: () => void;
}) {
  const [reason, setReason] = useState("");
  const action = useAction();

  async function hide() {
    if (!event) return;
    const path = { event_id: event.id };
    const work = () => unwrap(api.POST("/api/events/{event_id}/hide", { params: { path }, body: { reason } }));
    if (!(await action.run(work, (done) => `${done.title} is now hidden.`))) return;
    setReason("");
    onClose();
    onDone();
  }

  return (
    <ConfirmDialog
      title={`Hide ${event?.title ?? ""}?`}
      verb="Hide"
      open={event !== undefined}
      action={action}
      onConfirm={() => void hide()}
      onClose={onClose}
    >
      <p>It disappears from the public page, the API and the feeds until someone shows it again.</p>
      <Field label="Reason" hint="Saved with the event and in the audit log." error={action.problem?.fields.reason}>
        <input value={reason} required maxLength={200} onInput={(input) => setReason(input.currentTarget.value)} />
      </Field>
    </ConfirmDialog>
  );
}
