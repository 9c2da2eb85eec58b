/** What an editor does with a whole event: feature, copy, cancel, hide. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button, ButtonLink } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { CopyDialog } from "@/admin/events/CopyDialog";
import { HideDialog } from "@/admin/events/HideDialog";
import { ShowButton } from "@/admin/events/ShowButton";
import { fieldsOf, isCancelled, type EditorEvent } from "@/admin/events/useEventEdits";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";

export function EventActs({ event: { edits, hidden }, onDone }: { event: EditorEvent; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const [dialog, setDialog] = useState<"hide" | "cancel" | "copy">();
  const close = () => setDialog(undefined);
  const id = edits.event_id;
  const title = hidden.title;
  const featured = fieldsOf(edits, null).featured?.shown === true;

  async function set(body: Schemas["Correction"], message: string) {
    const work = () => unwrap(api.PATCH("/api/events/{event_id}", { params: { path: { event_id: id } }, body }));
    if (await action.run(work, message)) onDone();
  }

  return (
    <>
      {!hidden.hidden_at && (
        <ButtonLink outside look="quiet" href={`/events/?id=${id}`}>
          {texts.editor.view}
        </ButtonLink>
      )}
      <Button disabled={action.busy} onClick={() => void set({ featured: !featured }, featured ? texts.editor.notFeatured : texts.editor.isFeatured)}>
        {featured ? texts.editor.unfeature : texts.editor.feature}
      </Button>
      <Button onClick={() => setDialog("copy")}>{texts.editor.duplicate}</Button>
      {isCancelled(edits) ? (
        <Button disabled={action.busy} onClick={() => void set({ status: "scheduled" }, texts.editor.restored)}>
          {texts.editor.restore}
        </Button>
      ) : (
        <Button look="danger" onClick={() => setDialog("cancel")}>
          {texts.editor.cancel}
        </Button>
      )}
      {hidden.hidden_at ? (
        <ShowButton eventId={id} title={title} onDone={onDone} />
      ) : (
        <Button look="danger" onClick={() => setDialog("hide")}>
          {texts.editor.hide}
        </Button>
      )}
      <ActionError problem={action.problem} />
      <HideDialog event={dialog === "hide" ? { id, title } : undefined} onClose={close} onDone={onDone} />
      <CancelDialog id={id} open={dialog === "cancel"} onClose={close} onDone={onDone} />
      <CopyDialog id={id} open={dialog === "copy"} zone={edits.timezone} onClose={close} />
    </>
  );
}

function CancelDialog({ id, open, onClose, onDone }: { id: number; open: boolean; onClose: () => void; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const [why, setWhy] = useState("");

  async function cancel() {
    const body = { status: "cancelled", why: why || null };
    const work = () => unwrap(api.PATCH("/api/events/{event_id}", { params: { path: { event_id: id } }, body }));
    if (!(await action.run(work, texts.editor.cancelled))) return;
    onClose();
    onDone();
  }

  return (
    <ConfirmDialog title={texts.editor.cancelTitle} verb={texts.editor.cancel} open={open} action={action} onConfirm={() => void cancel()} onClose={onClose}>
      <p>{texts.editor.cancelText}</p>
      <Field label={texts.why} hint={texts.whyHint} error={action.problem?.fields.why}>
        <input value={why} maxLength={200} onInput={(input) => setWhy(input.currentTarget.value)} />
      </Field>
    </ConfirmDialog>
  );
}
