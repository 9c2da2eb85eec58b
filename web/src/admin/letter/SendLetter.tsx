/** Sends a draft: to the editor as a test, then to the subscribers. Or deletes it. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { useAction } from "@/admin/useAction";
import { currentLanguage } from "@/language/languages";
import { useOffice } from "@/language/office";
import { useLetterTexts } from "@/language/office/letter";

type Props = { letter: Schemas["LetterDetail"]; subscribers: number; onSent: () => void; onDeleted: () => void };

export function SendLetter({ letter, subscribers, onSent, onDeleted }: Props) {
  const texts = useLetterTexts();
  const [asking, setAsking] = useState<"send" | "delete">();
  const action = useAction();
  const path = { letter_id: letter.id };

  async function send() {
    const work = () => unwrap(api.POST("/api/letters/{letter_id}/send", { params: { path } }));
    if (!(await action.run(work, (begun) => texts.started(begun.recipients)))) return;
    setAsking(undefined);
    onSent();
  }

  async function remove() {
    const work = async () => {
      await unwrap(api.DELETE("/api/letters/{letter_id}", { params: { path } }));
      return true;
    };
    if (await action.run(work, texts.deleted)) onDeleted();
  }

  return (
    <div className="stack">
      <TestForm letter={letter} />
      <div className="row">
        <Button look="primary" disabled={letter.items.length === 0} onClick={() => setAsking("send")}>
          {texts.send}
        </Button>
        <Button look="danger" onClick={() => setAsking("delete")}>
          {texts.delete}
        </Button>
      </div>
      <ConfirmDialog
        title={asking === "delete" ? texts.deleteTitle : texts.sendTitle(subscribers)}
        verb={asking === "delete" ? texts.delete : texts.send}
        open={asking !== undefined}
        action={action}
        onConfirm={() => void (asking === "delete" ? remove() : send())}
        onClose={() => setAsking(undefined)}
      >
        {asking === "send" && <p>{texts.sendText}</p>}
      </ConfirmDialog>
    </div>
  );
}

function TestForm({ letter }: { letter: Schemas["LetterDetail"] }) {
  const office = useOffice();
  const texts = useLetterTexts();
  const action = useAction();
  const [address, setAddress] = useState("");
  const [failed, setFailed] = useState<string>();

  async function test(event: FormEvent) {
    event.preventDefault();
    setFailed(undefined);
    const body = { address, language: currentLanguage() };
    const work = () => unwrap(api.POST("/api/letters/{letter_id}/test", { params: { path: { letter_id: letter.id } }, body }));
    const said = await action.run(work, (tried) => (tried.sent ? texts.tested(address) : ""));
    if (said && !said.sent) setFailed(office.fromServer(said.error ?? ""));
  }

  return (
    <form className="admin-filters" onSubmit={(event) => void test(event)}>
      <Field label={texts.testTo} error={failed ?? action.problem?.fields.address}>
        <input type="email" required maxLength={254} value={address} onInput={(event) => setAddress(event.currentTarget.value)} />
      </Field>
      <Button type="submit" disabled={action.busy || letter.items.length === 0}>
        {texts.test}
      </Button>
      <ActionError problem={action.problem} />
    </form>
  );
}
