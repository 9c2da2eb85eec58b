/** Hides an event from the public. Asks for a reason, which is kept on record. */
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Field } from "@/components/Field";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { useOffice } from "@/language/office";
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
  const texts = useOffice();
  const action = useAction();

  async function hide() {
    if (!event) return;
    const path = { event_id: event.id };
    const work = () => unwrap(api.POST("/api/events/{event_id}/hide", { params: { path }, body: { reason } }));
    if (!(await action.run(work, (done) => texts.editor.wasHidden(done.title)))) return;
    setReason("");
    onClose();
    onDone();
  }

  return (
    <ConfirmDialog
      title={texts.editor.hideTitle(event?.title ?? "")}
      verb={texts.editor.hide}
      open={event !== undefined}
      action={action}
      onConfirm={() => void hide()}
      onClose={onClose}
    >
      <p>{texts.editor.hideText}</p>
      <Field label={texts.editor.reason} hint={texts.editor.reasonHint} error={action.problem?.fields.reason}>
        <input value={reason} required maxLength={200} onInput={(input) => setReason(input.currentTarget.value)} />
      </Field>
    </ConfirmDialog>
  );
}
