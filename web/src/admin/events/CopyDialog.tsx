/** Copies an event to another date. */
import { useRouter } from "next/router";
import { useState, type FormEvent } from "react";

import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { eventUrl } from "@/admin/urls";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";
import { momentOf } from "@/time/moments";

export function CopyDialog({ id, open, zone, onClose }: { id: number; open: boolean; zone: string; onClose: () => void }) {
  const texts = useOffice();
  const router = useRouter();
  const action = useAction();
  const [day, setDay] = useState("");
  const [time, setTime] = useState("");
  const [repeat, setRepeat] = useState("");
  const errors = action.problem?.fields ?? {};

  async function copy(event: FormEvent) {
    event.preventDefault();
    const body = { starts_at: momentOf(day, time, zone), repeat: repeat || null };
    const work = () => unwrap(api.POST("/api/events/{event_id}/duplicate", { params: { path: { event_id: id } }, body }));
    const copied = await action.run(work, texts.editor.duplicated);
    if (!copied) return;
    onClose();
    void router.push(eventUrl(copied.event_id));
  }

  return (
    <Dialog title={texts.editor.duplicateTitle} open={open} onClose={onClose} close={texts.close}>
      <form className="stack" onSubmit={(event) => void copy(event)}>
        <p>{texts.editor.duplicateText}</p>
        <div className="admin-columns">
          <Field label={texts.editor.day} error={errors.starts_at}>
            <input type="date" required value={day} onInput={(input) => setDay(input.currentTarget.value)} />
          </Field>
          <Field label={texts.editor.time}>
            <input type="time" value={time} onInput={(input) => setTime(input.currentTarget.value)} />
          </Field>
        </div>
        <Field label={texts.fields.repeat!} hint={texts.editor.hints.repeat} error={errors.repeat}>
          <input value={repeat} maxLength={300} onInput={(input) => setRepeat(input.currentTarget.value)} />
        </Field>
        {Object.keys(errors).length === 0 && <ActionError problem={action.problem} />}
        <div className="row dialog__end">
          <Button onClick={onClose}>{texts.goBack}</Button>
          <Button type="submit" look="primary" disabled={action.busy}>
            {texts.editor.duplicate}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
