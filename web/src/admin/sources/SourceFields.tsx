/** The form of a source: the fields that a new one and an old one have in common. */
import { useId } from "react";

import { Field } from "@/components/Field";
import type { Draft } from "@/admin/sources/draft";

type Errors = Readonly<Record<string, string>>;

export function SourceFields({ draft, onChange, errors }: { draft: Draft; onChange: (draft: Draft) => void; errors: Errors }) {
  const zones = useId();
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  return (
    <>
      <Field label="Title" hint="As people read it." error={errors.title}>
        <input value={draft.title} required maxLength={200} onInput={(e) => set({ title: e.currentTarget.value })} />
      </Field>
      <Field label="Address" hint="Where its events are published." error={errors.base_url}>
        <input type="url" value={draft.base_url} required maxLength={2000} onInput={(e) => set({ base_url: e.currentTarget.value })} />
      </Field>
      <Field label="Feeds" hint="iCalendar addresses, one a line. Without any, the address itself is the feed." error={errors.feeds}>
        <textarea rows={3} value={draft.feeds} onInput={(e) => set({ feeds: e.currentTarget.value })} />
      </Field>
      <div className="office-columns">
        <Field label="Spider" hint="ics reads calendar feeds." error={errors.spider}>
          <input value={draft.spider} required maxLength={60} onInput={(e) => set({ spider: e.currentTarget.value })} />
        </Field>
        <Field label="Zone" error={errors.timezone}>
          <input value={draft.timezone} required maxLength={60} list={zones} onInput={(e) => set({ timezone: e.currentTarget.value })} />
        </Field>
        <Field label="Floor" hint="Fewer events in a run are suspicious." error={errors.floor}>
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
        <legend>Peculiarities</legend>
        <Check label="It writes local times and calls them UTC" on={draft.utc_is_local} onChange={(on) => set({ utc_is_local: on })} />
        <Check label="It makes new UIDs at every load" on={draft.uids_change} onChange={(on) => set({ uids_change: on })} />
        <Check
          label="Learn how often each feed changes, and ask less often"
          on={draft.learn_poll_rate}
          onChange={(on) => set({ learn_poll_rate: on })}
        />
      </fieldset>
    </>
  );
}

export function Check({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
      {label}
    </label>
  );
}
