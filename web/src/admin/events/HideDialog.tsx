/** Hide an event from the public, with the reason that people who ask later will read. */
import { useState } from "react";

import { answered, api } from "@/api/client";
import { Field } from "@/components/Field";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { useAct } from "@/admin/useOffice";

export function HideDialog({
  event,
  onClose,
  onDone,
}: {
  /** Nothing is hidden without one. */
  event: { id: number; title: string } | undefined;
  onClose: () => void;
  onDone: () => void;
}) {
  const [reason, setReason] = useState("");
  const acting = useAct();

  async function hide() {
    if (!event) return;
    const path = { event_id: event.id };
    const work = () => answered(api.POST("/api/events/{event_id}/hide", { params: { path }, body: { reason } }));
    if (!(await acting.act(work, (done) => `${done.title} is hidden.`))) return;
    setReason("");
    onClose();
    onDone();
  }

  return (
    <ConfirmDialog
      title={`Hide ${event?.title ?? ""}?`}
      verb="Hide"
      open={event !== undefined}
      acting={acting}
      onConfirm={() => void hide()}
      onClose={onClose}
    >
      <p>It leaves the page, the API’s lists and the feeds, until it is shown again.</p>
      <Field label="Why" hint="Kept with the event and in the audit log." error={acting.problem?.fields.reason}>
        <input value={reason} required maxLength={200} onInput={(typed) => setReason(typed.currentTarget.value)} />
      </Field>
    </ConfirmDialog>
  );
}
