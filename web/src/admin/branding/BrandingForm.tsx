/** The form for the branding. Each field says what is wrong with it. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { addressOf, bodyOf, draftOf, fieldOf, withoutEmptyLinks, type Draft } from "@/admin/branding/draft";
import { BrandingPreview } from "@/admin/branding/BrandingPreview";
import { FooterLinks } from "@/admin/branding/FooterLinks";
import { ThemePicker } from "@/admin/branding/ThemePicker";
import { useBrandingTexts } from "@/admin/branding/texts";
import { useHasScope } from "@/admin/session";
import { useAction } from "@/admin/useAction";
import { LANGUAGES, type Language } from "@/language/languages";

/** In bytes. A larger file would be over the API's limit of a request; of a smaller one the API says what is wrong. */
const LARGEST_SENT = 300_000;

export function BrandingForm({ state, onSaved }: { state: Schemas["BrandingState"]; onSaved: () => void }) {
  const texts = useBrandingTexts();
  const mayChange = useHasScope("admin");
  const [draft, setDraft] = useState(() => draftOf(state.saved));
  const action = useAction();
  const [preview, setPreview] = useState<Schemas["BrandingPreview"]>();
  const errors = Object.fromEntries(Object.entries(action.problem?.paths ?? {}).map(([path, said]) => [path, texts.refused(fieldOf(path), said)]));
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const usual = (name: "name" | "town") => state.shown[name] ?? (name === "name" ? "Marquee" : "");

  async function save(event: FormEvent) {
    event.preventDefault();
    setDraft(withoutEmptyLinks(draft));
    const saved = await action.run(() => unwrap(api.PUT("/api/branding", { body: bodyOf(draft) })), texts.saved);
    if (!saved) return;
    setDraft(draftOf(saved.saved));
    setPreview(undefined);
    onSaved();
  }

  async function look() {
    setDraft(withoutEmptyLinks(draft));
    const made = await action.run(() => unwrap(api.POST("/api/branding/preview", { body: bodyOf(draft) })), "");
    if (made) setPreview(made);
  }

  return (
    <form className="stack stack--loose" onSubmit={(event) => void save(event)}>
      <fieldset className="plain stack stack--loose" disabled={!mayChange}>
        <div className="admin-columns">
          <Field label={texts.name} hint={texts.nameHint} error={errors.name}>
            <input value={draft.name} maxLength={60} placeholder={usual("name")} onInput={(e) => set({ name: e.currentTarget.value })} />
          </Field>
          <Field label={texts.town} hint={texts.townHint} error={errors.town}>
            <input value={draft.town} maxLength={60} placeholder={usual("town")} onInput={(e) => set({ town: e.currentTarget.value })} />
          </Field>
        </div>
        <ThemePicker themes={state.themes} chosen={draft.theme} shown={state.shown.theme ?? "harbor"} onChoose={(theme) => set({ theme })} />
        <div className="admin-columns">
          {(["accent", "accent_dark"] as const).map((name) => (
            <Field key={name} label={texts[name]} hint={texts.accentHint} error={errors[name]}>
              <input value={draft[name]} maxLength={7} placeholder="#0a6166" onInput={(e) => set({ [name]: e.currentTarget.value })} />
            </Field>
          ))}
          <Field label={texts.font} error={errors.font}>
            <select value={draft.font} onChange={(e) => set({ font: e.currentTarget.value })}>
              <option value="">{texts.usual}</option>
              {state.fonts.map((font) => (
                <option key={font} value={font}>
                  {texts.fonts[font]}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <Logo state={state} draft={draft} error={errors.logo} onChange={(logo) => set({ logo })} />
        {(["about", "contact"] as const).map((name) => (
          <div key={name} className="admin-columns">
            {(Object.entries(LANGUAGES) as [Language, string][]).map(([code, language]) => (
              <Field key={code} label={`${texts.texts[name]} (${language})`} hint={texts.textHint} error={errors[`${name}.${code}`] ?? errors[name]}>
                <textarea
                  rows={4}
                  maxLength={800}
                  lang={code}
                  value={draft[name][code] ?? ""}
                  onInput={(e) => set({ [name]: { ...draft[name], [code]: e.currentTarget.value } })}
                />
              </Field>
            ))}
          </div>
        ))}
        <FooterLinks links={draft.links} errors={errors} onChange={(links) => set({ links })} />
        <Field label={texts.css} hint={texts.cssHint} error={errors.css}>
          <textarea rows={6} maxLength={20_000} spellCheck={false} value={draft.css} onInput={(e) => set({ css: e.currentTarget.value })} />
        </Field>
      </fieldset>
      {Object.keys(errors).length > 0 ? (
        <p className="form-error" role="alert">
          {texts.fix}
        </p>
      ) : (
        <ActionError problem={action.problem} />
      )}
      {mayChange ? (
        <div className="row">
          <Button type="submit" look="primary" disabled={action.busy}>
            {texts.save}
          </Button>
          <Button disabled={action.busy} onClick={() => void look()}>
            {texts.look}
          </Button>
        </div>
      ) : (
        <p className="soft">{texts.onlyAdmins}</p>
      )}
      {preview && <BrandingPreview preview={preview} />}
    </form>
  );
}

function Logo({
  state,
  draft,
  error,
  onChange,
}: {
  state: Schemas["BrandingState"];
  draft: Draft;
  error: string | undefined;
  onChange: (logo: string | null) => void;
}) {
  const texts = useBrandingTexts();
  const shown = draft.logo ?? state.logo;
  const [tooLarge, setTooLarge] = useState<string>();
  const removable = draft.logo ? true : draft.logo === null && state.own_logo;
  return (
    <div className="row">
      <Field label={texts.logo} hint={texts.logoHint} error={tooLarge ?? error}>
        <input
          type="file"
          accept="image/png,image/jpeg,image/webp,image/gif,image/svg+xml"
          onChange={(e) => {
            const file = e.currentTarget.files?.[0];
            setTooLarge(file && file.size > LARGEST_SENT ? texts.logoTooLarge(Math.ceil(file.size / 1000)) : undefined);
            if (file && file.size <= LARGEST_SENT) void addressOf(file).then(onChange);
          }}
        />
      </Field>
      {shown && <img className="top__logo" src={shown} alt={texts.logoNow} />}
      {removable && <Button onClick={() => onChange("")}>{texts.removeLogo}</Button>}
    </div>
  );
}
