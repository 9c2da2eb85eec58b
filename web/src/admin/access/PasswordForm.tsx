/** Changes the own password. */
import { useState, type FormEvent } from "react";

import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { useAction } from "@/admin/useAction";
import { usePeopleTexts } from "@/language/office/people";

const SHORTEST = 10;

export function PasswordForm({ name, onChanged }: { name: string; onChanged: () => void }) {
  const texts = usePeopleTexts();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const action = useAction();

  async function change(event: FormEvent) {
    event.preventDefault();
    await action.run(async () => {
      await unwrap(api.PUT("/api/account/password", { body: { current, new: next } }));
      setCurrent("");
      setNext("");
      onChanged();
    }, texts.passwordChanged);
  }

  return (
    <form className="stack" onSubmit={(event) => void change(event)}>
      <h2>{texts.changePassword}</h2>
      <input type="text" name="username" value={name} autoComplete="username" readOnly hidden />
      <div className="admin-columns">
        <Field label={texts.current}>
          <input type="password" value={current} required autoComplete="current-password" onInput={(event) => setCurrent(event.currentTarget.value)} />
        </Field>
        <Field label={texts.next} hint={texts.passwordHint}>
          <input type="password" value={next} required minLength={SHORTEST} autoComplete="new-password" onInput={(event) => setNext(event.currentTarget.value)} />
        </Field>
      </div>
      <ActionError problem={action.problem} />
      <div className="row">
        <Button type="submit" look="primary" disabled={action.busy}>
          {texts.save}
        </Button>
      </div>
    </form>
  );
}
