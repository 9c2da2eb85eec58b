/** "Something is wrong here": a message to the editors, without an account. Shown if the town takes such messages. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type ApiProblem } from "@/api/client";
import { toProblem } from "@/api/useRemote";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { usePage } from "@/language/page";

const LONGEST = 2000;

export function TipForm({ eventId }: { eventId: number }) {
  const texts = usePage();
  const [text, setText] = useState("");
  const [contact, setContact] = useState("");
  const [website, setWebsite] = useState("");
  const [state, setState] = useState<"open" | "sending" | "sent">("open");
  const [problem, setProblem] = useState<ApiProblem>();

  async function send(event: FormEvent) {
    event.preventDefault();
    setState("sending");
    setProblem(undefined);
    try {
      const body = { text, contact: contact || null, website: website || null };
      await unwrap(api.POST("/api/events/{event_id}/tips", { params: { path: { event_id: eventId } }, body }));
      setState("sent");
    } catch (error) {
      setProblem(toProblem(error));
      setState("open");
    }
  }

  return (
    <details className="disclosure">
      <summary>{texts.tip.open}</summary>
      {state === "sent" ? (
        <p role="status">{texts.tip.thanks}</p>
      ) : (
        <form className="stack" onSubmit={(event) => void send(event)}>
          <p className="soft">{texts.tip.about}</p>
          <Field label={texts.tip.text} error={problem?.fields.text}>
            <textarea rows={4} required maxLength={LONGEST} value={text} onInput={(input) => setText(input.currentTarget.value)} />
          </Field>
          <Field label={texts.tip.contact} hint={texts.tip.contactHint} error={problem?.fields.contact}>
            <input value={contact} maxLength={200} onInput={(input) => setContact(input.currentTarget.value)} />
          </Field>
          <label hidden>
            {texts.tip.trap} <input tabIndex={-1} autoComplete="off" value={website} onInput={(input) => setWebsite(input.currentTarget.value)} />
          </label>
          {problem && Object.keys(problem.fields).length === 0 && (
            <p className="form-error" role="alert">
              {texts.tip.failed} {problem.detail}
            </p>
          )}
          <div>
            <Button type="submit" look="primary" disabled={state === "sending"}>
              {texts.tip.send}
            </Button>
          </div>
        </form>
      )}
    </details>
  );
}
