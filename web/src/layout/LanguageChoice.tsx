/** Chooses the language of the pages. */
import { LANGUAGES, chooseLanguage, useLanguage, type Language } from "@/language/languages";

export function LanguageChoice({ label }: { label: string }) {
  const language = useLanguage();
  return (
    <label className="language">
      <span className="small soft">{label}</span>
      <select className="input" value={language} onChange={(event) => chooseLanguage(event.currentTarget.value as Language)}>
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
