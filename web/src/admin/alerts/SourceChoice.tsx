/** Chooses all sources, or some of them by name. */
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Field } from "@/components/Field";
import { Check } from "@/admin/sources/SourceFields";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useRouteTexts } from "@/language/office/routes";

const MOST_SHOWN = 8;

export function SourceChoice({ chosen, onChange, error }: { chosen: readonly number[] | null; onChange: (chosen: readonly number[] | null) => void; error?: string }) {
  const texts = useRouteTexts();
  const [words, setWords] = useState("");
  const { value } = useAdminRemote(chosen === null ? null : "sources to choose", async (signal) => (await unwrap(api.GET("/api/health/sources", { signal }))).sources);
  const wanted = words.trim().toLocaleLowerCase();
  const known = value ?? [];
  const mine = known.filter((one) => chosen?.includes(one.id));
  const found = known.filter((one) => !chosen?.includes(one.id) && `${one.title} ${one.name}`.toLocaleLowerCase().includes(wanted));

  function toggle(id: number, on: boolean) {
    onChange(on ? [...(chosen ?? []), id] : (chosen ?? []).filter((one) => one !== id));
  }

  return (
    <fieldset className="checks">
      <legend>{texts.sources}</legend>
      <label className="check">
        <input type="radio" name="which-sources" checked={chosen === null} onChange={() => onChange(null)} />
        {texts.allSources}
      </label>
      <label className="check">
        <input type="radio" name="which-sources" checked={chosen !== null} onChange={() => onChange(chosen ?? [])} />
        {texts.someSources}
      </label>
      {chosen !== null && (
        <>
          {mine.map((one) => (
            <Check key={one.id} label={one.title} checked onChange={(on) => toggle(one.id, on)} />
          ))}
          <Field label={texts.choose} error={error}>
            <input type="search" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
          </Field>
          {found.slice(0, MOST_SHOWN).map((one) => (
            <Check key={one.id} label={one.title} checked={false} onChange={(on) => toggle(one.id, on)} />
          ))}
        </>
      )}
    </fieldset>
  );
}
