/** What the public sent, and events that wait for approval. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { FieldValue } from "@/admin/events/FieldValue";
import { Acts, type Act } from "@/admin/inbox/Acts";
import { EditSubmission } from "@/admin/events/EditSubmission";
import { EntryHead } from "@/admin/inbox/EntryHead";
import { eventUrl } from "@/admin/urls";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";

type Waiting = Schemas["QueueEntry"];

export function QueueEntry({ value: waiting, onDone }: { value: Waiting; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const [dialog, setDialog] = useState<"edit" | "decline">();
  const event = waiting.event_id === null ? undefined : { href: eventUrl(waiting.event_id), name: texts.inbox.openEvent };
  const submitted = waiting.kind === "submission";

  async function accept() {
    const path = { entry_id: waiting.id };
    const work = () => unwrap(api.POST("/api/queue/{entry_id}/accept", { params: { path }, body: {} }));
    if (await action.run(work, waiting.kind === "tip" ? texts.queue.tipDone : texts.queue.accepted)) onDone();
  }

  const acts: Act[] = [
    { name: waiting.kind === "tip" ? texts.queue.done : texts.queue.accept, onAct: () => void accept(), primary: true },
    ...(submitted ? [{ name: texts.queue.edit, onAct: () => setDialog("edit") }] : []),
    { name: texts.queue.decline, onAct: () => setDialog("decline") },
  ];
  return (
    <>
      <EntryHead kind="queue" badge={texts.queue[waiting.kind]} title={waiting.title ?? String(waiting.given.title ?? "")} at={waiting.at} />
      <Given waiting={waiting} />
      <ActionError problem={action.problem} />
      <Acts busy={action.busy} open={event} acts={acts} />
      <EditSubmission waiting={waiting} open={dialog === "edit"} onClose={() => setDialog(undefined)} onDone={onDone} />
      <Decline waiting={waiting} open={dialog === "decline"} onClose={() => setDialog(undefined)} onDone={onDone} />
    </>
  );
}

/** What somebody sent, in their words. */
function Given({ waiting }: { waiting: Waiting }) {
  const texts = useOffice();
  const { text, title: _title, ...fields } = waiting.given;
  return (
    <div className="stack">
      {typeof text === "string" && <blockquote className="quote">{text}</blockquote>}
      {waiting.kind === "approval" && <p className="soft">{texts.queue.from(waiting.source ?? "")}</p>}
      {Object.keys(fields).length > 0 && (
        <dl className="admin-facts">
          {Object.entries(fields).map(([field, value]) => (
            <div key={field} className={field === "description" ? "admin-facts__wide" : undefined}>
              <dt>{texts.fields[field] ?? field}</dt>
              <dd>
                <FieldValue field={field} value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {waiting.kind !== "approval" && (
        <p className="soft small break">
          {texts.queue.sentBy} {waiting.contact ?? texts.queue.anonymous}
        </p>
      )}
    </div>
  );
}

function Decline({ waiting, open, onClose, onDone }: { waiting: Waiting; open: boolean; onClose: () => void; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const [why, setWhy] = useState("");

  async function decline() {
    const path = { entry_id: waiting.id };
    const work = () => unwrap(api.POST("/api/queue/{entry_id}/decline", { params: { path }, body: { why: why || null } }));
    if (!(await action.run(work, texts.queue.declined))) return;
    onClose();
    onDone();
  }

  return (
    <ConfirmDialog title={texts.queue.declineTitle} verb={texts.queue.decline} open={open} action={action} onConfirm={() => void decline()} onClose={onClose}>
      <Field label={texts.queue.declineWhy} hint={texts.whyHint} error={action.problem?.fields.why}>
        <input value={why} maxLength={200} onInput={(input) => setWhy(input.currentTarget.value)} />
      </Field>
    </ConfirmDialog>
  );
}
