/** Creates an API key and shows it once; closing the dialog discards it. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { CopyField } from "@/admin/access/CopyField";
import { useAction } from "@/admin/useAction";

const SCOPES: Readonly<Record<Schemas["Scope"], string>> = {
  read: "read: view only",
  edit: "edit: also run and change sources",
  admin: "admin: also manage API keys and view the audit log",
};

export function NewKey({ open, onClose, onCreated }: { open: boolean; onClose: () => void; onCreated: () => void }) {
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
    <Dialog title={created ? "Copy your key" : "New API key"} open={open} onClose={close}>
      {created ? <Created apiKey={created} onClose={close} /> : <Form onCreated={showOnce} />}
    </Dialog>
  );
}

function Form({ onCreated }: { onCreated: (key: Schemas["MadeKey"]) => void }) {
  const [label, setLabel] = useState("");
  const [scope, setScope] = useState<Schemas["Scope"]>("read");
  const [days, setDays] = useState("");
  const action = useAction();
  const errors = action.problem?.fields ?? {};

  async function create(event: FormEvent) {
    event.preventDefault();
    const body = { label, scope, days: days === "" ? null : Number(days) };
    const key = await action.run(() => unwrap(api.POST("/api/keys", { body })), `Key “${label}” created.`);
    if (key) onCreated(key);
  }

  return (
    <form className="stack" onSubmit={(event) => void create(event)}>
      <Field label="What is it for?" error={errors.label}>
        <input value={label} required maxLength={200} onInput={(event) => setLabel(event.currentTarget.value)} />
      </Field>
      <Field label="Scope" hint="Choose the lowest that is enough." error={errors.scope}>
        <select value={scope} onChange={(event) => setScope(event.currentTarget.value as Schemas["Scope"])}>
          {Object.entries(SCOPES).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Expires after (days)" hint="Leave empty for a key that doesn’t expire." error={errors.days}>
        <input type="number" min={1} max={3650} value={days} onInput={(event) => setDays(event.currentTarget.value)} />
      </Field>
      <ActionError problem={action.problem} />
      <div className="row dialog__end">
        <Button look="primary" type="submit" disabled={action.busy}>
          Create key
        </Button>
      </div>
    </form>
  );
}

const COPY = {
  copy: "Copy",
  copied: "Key copied.",
  notCopied: "The browser blocked copying. Select the key and copy it yourself.",
  done: "Done",
};

function Created({ apiKey, onClose }: { apiKey: Schemas["MadeKey"]; onClose: () => void }) {
  return (
    <div className="stack">
      <p>
        This is the key for <strong>{apiKey.label}</strong>. Save it now: Marquee can’t show it again.
      </p>
      <CopyField label="Key" value={apiKey.key} texts={COPY} onDone={onClose} />
    </div>
  );
}
