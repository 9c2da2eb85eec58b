/** The first day of a draft, and its subject and first paragraph in each language. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { useAction } from "@/admin/useAction";
import { LANGUAGES } from "@/language/languages";
import { useLetterTexts } from "@/language/office/letter";

type Letter = Schemas["LetterDetail"];
type Words = { readonly subject: string; readonly intro: string };

export function LetterWords({ letter, onDone }: { letter: Letter; onDone: () => void }) {
  const texts = useLetterTexts();
  const action = useAction();
  const [firstDay, setFirstDay] = useState(letter.first_day);
  const [drafts, setDrafts] = useState(() => draftsOf(letter));
  const languages = Object.entries(LANGUAGES).sort(([one], [other]) => Number(other === letter.language) - Number(one === letter.language));

  async function save(event: FormEvent) {
    event.preventDefault();
    const { [letter.language]: usual, ...others } = drafts;
    const body = { first_day: firstDay, ...givenOf(usual), translations: Object.fromEntries(Object.entries(others).map(([code, words]) => [code, givenOf(words)])) };
    const work = () => unwrap(api.PATCH("/api/letters/{letter_id}", { params: { path: { letter_id: letter.id } }, body }));
    if (await action.run(work, texts.saved)) onDone();
  }

  return (
    <form className="stack" onSubmit={(event) => void save(event)}>
      <Field label={texts.firstDay} error={action.problem?.fields.first_day}>
        <input type="date" required value={firstDay} onInput={(event) => setFirstDay(event.currentTarget.value)} />
      </Field>
      {languages.map(([code, name]) => {
        const words = drafts[code] ?? NONE;
        const first = code === letter.language;
        const path = first ? "" : `translations.${code}.`;
        const set = (change: Partial<Words>) => setDrafts({ ...drafts, [code]: { ...words, ...change } });
        const subjectHint = letter.subject ? texts.introHint : texts.subjectHint(letter.shown_subject);
        return (
          <div key={code} className="admin-columns admin-columns--wide">
            <Field label={`${texts.subject} (${name})`} hint={first ? subjectHint : texts.translationHint} error={action.problem?.paths[`${path}subject`]}>
              <input maxLength={200} lang={code} value={words.subject} onInput={(event) => set({ subject: event.currentTarget.value })} />
            </Field>
            <Field label={`${texts.intro} (${name})`} hint={first ? texts.introHint : texts.translationHint} error={action.problem?.paths[`${path}intro`]}>
              <textarea rows={3} maxLength={2000} lang={code} value={words.intro} onInput={(event) => set({ intro: event.currentTarget.value })} />
            </Field>
          </div>
        );
      })}
      <div className="row">
        <Button type="submit" disabled={action.busy}>
          {texts.save}
        </Button>
      </div>
      <ActionError problem={action.problem} />
    </form>
  );
}

const NONE: Words = { subject: "", intro: "" };

function draftsOf(letter: Letter): Readonly<Record<string, Words>> {
  const own = (code: string) => (code === letter.language ? letter : letter.translations[code]);
  return Object.fromEntries(Object.keys(LANGUAGES).map((code) => [code, { subject: own(code)?.subject ?? "", intro: own(code)?.intro ?? "" }]));
}

function givenOf({ subject, intro }: Words = NONE) {
  return { subject: subject.trim() || null, intro: intro.trim() || null };
}
