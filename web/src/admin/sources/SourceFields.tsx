/** The form fields shared by adding and editing a source. */
import { Field } from "@/components/Field";
import { useUniqueId } from "@/components/useUniqueId";
import type { Draft } from "@/admin/sources/draft";
import { RulesFields } from "@/admin/sources/RulesFields";
import type { Platform } from "@/admin/sources/usePlatforms";

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
  const zones = useUniqueId();
  const platform = platforms.find(({ name }) => name === draft.spider); // none for a source with a spider of its own
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  return (
    <>
      <Field label="Title" hint="Shown to readers." error={errors.title}>
        <input value={draft.title} required maxLength={200} onInput={(e) => set({ title: e.currentTarget.value })} />
      </Field>
      <Field label="Website URL" hint="Where the source publishes its events." error={errors.base_url}>
        <input type="url" value={draft.base_url} required maxLength={2000} onInput={(e) => set({ base_url: e.currentTarget.value })} />
      </Field>
      <Field label="Calendar feeds" hint="One iCalendar URL per line. If empty, the website URL is read as the feed." error={errors.feeds}>
        <textarea rows={3} value={draft.feeds} onInput={(e) => set({ feeds: e.currentTarget.value })} />
      </Field>
      <div className="admin-columns">
        <Field label="Platform" hint={platform && `A run covers ${platform.covers}. More in ${platform.docs}.`} error={errors.spider}>
          <select value={draft.spider} onChange={(e) => set({ spider: e.currentTarget.value })}>
            {!platform && <option value={draft.spider}>{draft.spider}</option>}
            {platforms.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Time zone" error={errors.timezone}>
          <input value={draft.timezone} required maxLength={60} list={zones} onInput={(e) => set({ timezone: e.currentTarget.value })} />
        </Field>
        <Field label="Floor" hint="A run that sees fewer events is suspect." error={errors.floor}>
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
        <legend>Quirks</legend>
        <Check
          label="It labels local times as UTC"
          checked={draft.utc_is_local === true}
          onChange={(checked) => set({ utc_is_local: checked })}
        />
        <Check
          label="It writes UTC times without labeling them (iCalendar only)"
          checked={draft.local_is_utc === true}
          onChange={(checked) => set({ local_is_utc: checked })}
        />
        <Check label="It changes event UIDs on every request" checked={draft.uids_change} onChange={(checked) => set({ uids_change: checked })} />
        <Check
          label="Poll each feed less often if it rarely changes"
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
