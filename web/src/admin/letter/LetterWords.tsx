/** The first day, the subject, and the first paragraph of a draft. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { useAction } from "@/admin/useAction";
import { useLetterTexts } from "@/language/office/letter";

export function LetterWords({ letter, onDone }: { letter: Schemas["LetterDetail"]; onDone: () => void }) {
  const texts = useLetterTexts();
  const action = useAction();
  const [firstDay, setFirstDay] = useState(letter.first_day);
  const [subject, setSubject] = useState(letter.subject ?? "");
  const [intro, setIntro] = useState(letter.intro ?? "");

  async function save(event: FormEvent) {
    event.preventDefault();
    const body = { first_day: firstDay, subject: subject.trim() || null, intro: intro.trim() || null };
    const work = () => unwrap(api.PATCH("/api/letters/{letter_id}", { params: { path: { letter_id: letter.id } }, body }));
    if (await action.run(work, texts.saved)) onDone();
  }

  return (
    <form className="stack" onSubmit={(event) => void save(event)}>
      <Field label={texts.firstDay} error={action.problem?.fields.first_day}>
        <input type="date" required value={firstDay} onInput={(event) => setFirstDay(event.currentTarget.value)} />
      </Field>
      <Field label={texts.subject} hint={letter.subject ? texts.introHint : texts.subjectHint(letter.shown_subject)} error={action.problem?.fields.subject}>
        <input maxLength={200} value={subject} onInput={(event) => setSubject(event.currentTarget.value)} />
      </Field>
      <Field label={texts.intro} hint={texts.introHint} error={action.problem?.fields.intro}>
        <textarea rows={3} maxLength={2000} value={intro} onInput={(event) => setIntro(event.currentTarget.value)} />
      </Field>
      <div className="row">
        <Button type="submit" disabled={action.busy}>
          {texts.save}
        </Button>
      </div>
      <ActionError problem={action.problem} />
    </form>
  );
}
