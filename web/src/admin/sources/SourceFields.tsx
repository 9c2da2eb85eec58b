/** The form fields shared by adding and editing a source. */
import { Field } from "@/components/Field";
import { useUniqueId } from "@/components/useUniqueId";
import type { Draft } from "@/admin/sources/draft";
import { RulesFields } from "@/admin/sources/RulesFields";
import type { Platform } from "@/admin/sources/usePlatforms";
import { useSourceTexts } from "@/language/office/sources";

type Errors = Readonly<Record<string, string>>;

export function SourceFields({
  draft,
  onChange,
  errors,
  platforms,
}: {
  draft: Draft;
  onChange: (draft: Draft) => void;
  errors: Errors;
  platforms: readonly Platform[];
}) {
  const texts = useSourceTexts().fields;
  const zones = useUniqueId();
  const platform = platforms.find(({ name }) => name === draft.spider); // none for a source with a spider of its own
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  return (
    <>
      <Field label={texts.title} hint={texts.titleHint} error={errors.title}>
        <input value={draft.title} required maxLength={200} onInput={(e) => set({ title: e.currentTarget.value })} />
      </Field>
      <Field label={texts.url} hint={texts.urlHint} error={errors.base_url}>
        <input type="url" value={draft.base_url} required maxLength={2000} onInput={(e) => set({ base_url: e.currentTarget.value })} />
      </Field>
      <Field label={texts.feeds} hint={texts.feedsHint} error={errors.feeds}>
        <textarea rows={3} value={draft.feeds} onInput={(e) => set({ feeds: e.currentTarget.value })} />
      </Field>
      <div className="admin-columns">
        <Field label={texts.platform} hint={platform && texts.platformHint(platform.covers, platform.docs)} error={errors.spider}>
          <select value={draft.spider} onChange={(e) => set({ spider: e.currentTarget.value })}>
            {!platform && <option value={draft.spider}>{draft.spider}</option>}
            {platforms.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </Field>
        <Field label={texts.zone} error={errors.timezone}>
          <input value={draft.timezone} required maxLength={60} list={zones} onInput={(e) => set({ timezone: e.currentTarget.value })} />
        </Field>
        <Field label={texts.floor} hint={texts.floorHint} error={errors.floor}>
          <input
            type="number"
            min={0}
            max={100000}
            required
            value={draft.floor}
            onInput={(e) => set({ floor: e.currentTarget.value })}
          />
        </Field>
      </div>
      <datalist id={zones}>
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <fieldset className="checks">
        <legend>{texts.quirks}</legend>
        <Check
          label={texts.utcIsLocal}
          checked={draft.utc_is_local === true}
          onChange={(checked) => set({ utc_is_local: checked })}
        />
        <Check
          label={texts.localIsUtc}
          checked={draft.local_is_utc === true}
          onChange={(checked) => set({ local_is_utc: checked })}
        />
        <Check label={texts.uidsChange} checked={draft.uids_change} onChange={(checked) => set({ uids_change: checked })} />
        <Check
          label={texts.learnPollRate}
          checked={draft.learn_poll_rate}
          onChange={(checked) => set({ learn_poll_rate: checked })}
        />
      </fieldset>
      <RulesFields draft={draft.rules} onChange={(rules) => set({ rules })} errors={errors} />
    </>
  );
}

export function Check({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      {label}
    </label>
  );
}
