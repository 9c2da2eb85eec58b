/** A source changed a field that a person had corrected: three values, and which one to show. */
import { api, unwrap, type Schemas } from "@/api/client";
import { ActionError } from "@/admin/AdminPage";
import { FieldValue } from "@/admin/events/FieldValue";
import { Acts } from "@/admin/inbox/Acts";
import { EntryHead } from "@/admin/inbox/EntryHead";
import { Versions } from "@/admin/inbox/Versions";
import { personName } from "@/admin/people";
import { eventUrl } from "@/admin/urls";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";

export function QuestionEntry({ value: edit, onDone }: { value: Schemas["Edit"]; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const path = { event_id: edit.event_id, edit_id: edit.id };

  async function keep() {
    const work = () => unwrap(api.POST("/api/events/{event_id}/edits/{edit_id}/keep", { params: { path } }));
    if (await action.run(work, texts.questions.kept)) onDone();
  }
  async function take() {
    const work = () => unwrap(api.POST("/api/events/{event_id}/edits/{edit_id}/take", { params: { path }, body: {} }));
    if (await action.run(work, texts.questions.taken)) onDone();
  }

  const says = (value: unknown) => <FieldValue field={edit.field} value={value} />;
  return (
    <>
      <EntryHead kind="questions" title={texts.questions.title(texts.fields[edit.field] ?? edit.field, edit.title)} at={edit.asked_at} />
      <Versions
        versions={[
          { key: "said", who: texts.questions.said, says: says(edit.said) },
          { key: "yours", who: texts.questions.yours(personName(edit.made_by, texts)), says: says(edit.value), shown: true },
          { key: "now", who: texts.questions.now(edit.says_source ?? ""), says: says(edit.says) },
        ]}
      />
      {edit.made_because && <p className="soft small">{edit.made_because}</p>}
      <ActionError problem={action.problem} />
      <Acts
        busy={action.busy}
        open={{ href: eventUrl(edit.event_id), name: texts.inbox.openEvent }}
        acts={[
          { name: texts.questions.keep, onAct: () => void keep(), primary: true },
          { name: texts.questions.take, onAct: () => void take() },
        ]}
      />
    </>
  );
}
