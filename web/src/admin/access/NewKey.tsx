/** Make a key. It is shown once, here, and forgotten with the dialog. */
import { useState, type FormEvent } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { Refusal } from "@/admin/OfficePage";
import { useTell } from "@/admin/tell";
import { useAct } from "@/admin/useOffice";

const SCOPES: Readonly<Record<Schemas["Scope"], string>> = {
  read: "read: look",
  edit: "edit: run and change sources",
  admin: "admin: keys and the audit log too",
};

export function NewKey({ open, onClose, onMade }: { open: boolean; onClose: () => void; onMade: () => void }) {
  const [made, setMade] = useState<Schemas["MadeKey"]>();

  function close() {
    setMade(undefined);
    onClose();
  }
  function keep(key: Schemas["MadeKey"]) {
    setMade(key);
    onMade();
  }
  return (
    <Dialog title={made ? "Copy it now" : "A new key"} open={open} onClose={close}>
      {made ? <Made of={made} onClose={close} /> : <Form onMade={keep} />}
    </Dialog>
  );
}

function Form({ onMade }: { onMade: (key: Schemas["MadeKey"]) => void }) {
  const [label, setLabel] = useState("");
  const [scope, setScope] = useState<Schemas["Scope"]>("read");
  const [days, setDays] = useState("");
  const acting = useAct();
  const errors = acting.problem?.fields ?? {};

  async function make(event: FormEvent) {
    event.preventDefault();
    const body = { label, scope, days: days === "" ? null : Number(days) };
    const key = await acting.act(() => answered(api.POST("/api/keys", { body })), `The key ${label} is made.`);
    if (key) onMade(key);
  }

  return (
    <form className="stack" onSubmit={(event) => void make(event)}>
      <Field label="What it is for" error={errors.label}>
        <input value={label} required maxLength={200} onInput={(event) => setLabel(event.currentTarget.value)} />
      </Field>
      <Field label="Scope" hint="The least that does." error={errors.scope}>
        <select value={scope} onChange={(event) => setScope(event.currentTarget.value as Schemas["Scope"])}>
          {Object.entries(SCOPES).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Valid for days" hint="Empty: until it is revoked." error={errors.days}>
        <input type="number" min={1} max={3650} value={days} onInput={(event) => setDays(event.currentTarget.value)} />
      </Field>
      <Refusal problem={acting.problem} />
      <div className="row dialog__end">
        <Button look="primary" type="submit" disabled={acting.busy}>
          Make the key
        </Button>
      </div>
    </form>
  );
}

function Made({ of, onClose }: { of: Schemas["MadeKey"]; onClose: () => void }) {
  const tell = useTell();

  async function copy() {
    try {
      await navigator.clipboard.writeText(of.key);
      tell("The key is in the clipboard.");
    } catch {
      tell("The browser gave no access to the clipboard: select the key and copy it.");
    }
  }

  return (
    <div className="stack">
      <p>
        The key for <strong>{of.label}</strong>. It is shown this once, and kept nowhere.
      </p>
      <Field label="Key">
        <input readOnly value={of.key} spellCheck={false} onFocus={(event) => event.currentTarget.select()} />
      </Field>
      <div className="row dialog__end">
        <Button onClick={() => void copy()}>
          <Icon name="copy" />
          Copy
        </Button>
        <Button look="primary" onClick={onClose}>
          I have it
        </Button>
      </div>
    </div>
  );
}
