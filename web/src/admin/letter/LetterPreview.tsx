/** The letter as its readers, a mail tool, or a newspaper's page get it, in a frame that runs no script. */
import { useState } from "react";

import { ButtonLink } from "@/components/Button";
import { Field } from "@/components/Field";
import { LANGUAGES } from "@/language/languages";
import { useLetterTexts } from "@/language/office/letter";

/** `version`: another one loads the letter again. */
export function LetterPreview({ id, version }: { id: number; version: number }) {
  const texts = useLetterTexts();
  const [form, setForm] = useState("html");
  const [language, setLanguage] = useState("en");
  const address = `/api/letters/${id}/export?${new URLSearchParams({ format: form, language }).toString()}`;
  return (
    <div className="stack">
      <h3>{texts.preview}</h3>
      <div className="admin-filters">
        <Field label={texts.form}>
          <select value={form} onChange={(event) => setForm(event.currentTarget.value)}>
            {Object.entries(texts.forms).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </Field>
        <Field label={texts.language}>
          <select value={language} onChange={(event) => setLanguage(event.currentTarget.value)}>
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <ButtonLink outside href={address} target="_blank" rel="noreferrer">
          {texts.download}
        </ButtonLink>
      </div>
      <iframe key={`${version} ${address}`} className="page-frame" src={address} sandbox="" title={texts.preview} />
    </div>
  );
}
