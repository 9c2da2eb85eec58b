/** Creates an API key and shows it once; closing the dialog discards it. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { CopyField } from "@/admin/access/CopyField";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";
import { useKeyTexts } from "@/language/office/keys";

export function NewKey({ open, onClose, onCreated }: { open: boolean; onClose: () => void; onCreated: () => void }) {
  const texts = useKeyTexts();
  const { close: closeName } = useOffice();
  const [created, setCreated] = useState<Schemas["MadeKey"]>();

  function close() {
    setCreated(undefined);
    onClose();
  }
  function showOnce(key: Schemas["MadeKey"]) {
    setCreated(key);
    onCreated();
  }
  return (
    <Dialog title={created ? texts.copyTitle : texts.newTitle} open={open} onClose={close} close={closeName}>
      {created ? <Created apiKey={created} onClose={close} /> : <Form onCreated={showOnce} />}
    </Dialog>
  );
}

function Form({ onCreated }: { onCreated: (key: Schemas["MadeKey"]) => void }) {
  const texts = useKeyTexts();
  const [label, setLabel] = useState("");
  const [scope, setScope] = useState<Schemas["Scope"]>("read");
  const [days, setDays] = useState("");
  const action = useAction();
  const errors = action.problem?.fields ?? {};

  async function create(event: FormEvent) {
    event.preventDefault();
    const body = { label, scope, days: days === "" ? null : Number(days) };
    const key = await action.run(() => unwrap(api.POST("/api/keys", { body })), texts.made(label));
    if (key) onCreated(key);
  }

  return (
    <form className="stack" onSubmit={(event) => void create(event)}>
      <Field label={texts.label} error={errors.label}>
        <input value={label} required maxLength={200} onInput={(event) => setLabel(event.currentTarget.value)} />
      </Field>
      <Field label={texts.scope} hint={texts.scopeHint} error={errors.scope}>
        <select value={scope} onChange={(event) => setScope(event.currentTarget.value as Schemas["Scope"])}>
          {Object.entries(texts.scopes).map(([name, meaning]) => (
            <option key={name} value={name}>
              {meaning}
            </option>
          ))}
        </select>
      </Field>
      <Field label={texts.days} hint={texts.daysHint} error={errors.days}>
        <input type="number" min={1} max={3650} value={days} onInput={(event) => setDays(event.currentTarget.value)} />
      </Field>
      <ActionError problem={action.problem} />
      <div className="row dialog__end">
        <Button look="primary" type="submit" disabled={action.busy}>
          {texts.make}
        </Button>
      </div>
    </form>
  );
}

function Created({ apiKey, onClose }: { apiKey: Schemas["MadeKey"]; onClose: () => void }) {
  const texts = useKeyTexts();
  return (
    <div className="stack">
      <p>
        {texts.copyBefore} <strong>{apiKey.label}</strong>. {texts.copyAfter}
      </p>
      <CopyField label={texts.key} value={apiKey.key} texts={texts.copying} onDone={onClose} />
    </div>
  );
}
