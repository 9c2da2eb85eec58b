/** The form fields of an event, each with what its source says beside it. */
import { type ReactElement, type ReactNode } from "react";

import { classes } from "@/components/classes";
import { Field } from "@/components/Field";
import { useUniqueId } from "@/components/useUniqueId";
import { PlaceField } from "@/admin/events/PlaceField";
import type { Draft } from "@/admin/events/draft";
import { useNameOfCategory } from "@/language/categoryName";
import { useOffice } from "@/language/office";

type Errors = Readonly<Record<string, string>>;
type Control = Parameters<typeof Field>[0]["children"];

export type EventFieldsProps = {
  draft: Draft;
  onChange: (draft: Draft) => void;
  errors: Errors;
  /** The names of the town's categories. */
  town: readonly string[];
  /** What the source says about a field; undefined for a new event. */
  source?: (field: string) => ReactNode;
  /** Whether to show a field of the API. */
  has: (field: string) => boolean;
};

export function EventFields({ draft, onChange, errors, town, source, has }: EventFieldsProps) {
  const texts = useOffice();
  const hints = texts.editor.hints;
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const row = (field: string, control: ReactElement) => <Row key={field} source={source?.(field)}>{control}</Row>;
  const line = (field: TextField, more: { type?: string; hint?: string; rows?: number } = {}) =>
    has(field) &&
    row(
      field,
      <Field label={texts.fields[field]!} hint={more.hint} error={errors[field]}>
        {textControl(draft[field], (text) => set({ [field]: text }), more)}
      </Field>,
    );
  return (
    <div className={classes("edit", !source && "edit--alone")}>
      {line("title")}
      {has("status") && row("status", <StatusField draft={draft} set={set} error={errors.status} />)}
      {has("starts_at") && row("starts_at", <MomentField name="start" field="starts_at" draft={draft} set={set} error={errors.starts_at} hint={hints.start} />)}
      {has("ends_at") && row("ends_at", <MomentField name="end" field="ends_at" draft={draft} set={set} error={errors.ends_at} hint={hints.end} />)}
      {has("venue") && row("venue", <PlaceField draft={draft} set={set} error={errors.venue} />)}
      {line("description", { rows: 6 })}
      {line("price", { hint: hints.price })}
      {line("ticket_url", { type: "url" })}
      {line("url", { type: "url" })}
      {line("image_url", { type: "url" })}
      {line("organizer")}
      {has("categories") && row("categories", <CategoryField draft={draft} set={set} town={town} error={errors.categories} />)}
    </div>
  );
}

type TextField = "title" | "description" | "price" | "ticket_url" | "url" | "image_url" | "organizer";
type Set = (change: Partial<Draft>) => void;

function textControl(value: string, onText: (text: string) => void, { type = "text", rows }: { type?: string; rows?: number }): Control {
  if (rows) return <textarea rows={rows} value={value} onInput={(event) => onText(event.currentTarget.value)} />;
  return <input type={type === "url" ? "text" : type} inputMode={type === "url" ? "url" : undefined} value={value} onInput={(event) => onText(event.currentTarget.value)} />;
}

function Row({ source, children }: { source?: ReactNode; children: ReactNode }) {
  return (
    <div className="edit__row">
      {children}
      {source !== undefined && (
        <div className="edit__source">
          {source}
        </div>
      )}
    </div>
  );
}

function StatusField({ draft, set, error }: { draft: Draft; set: Set; error?: string }) {
  const texts = useOffice();
  return (
    <Field label={texts.fields.status!} error={error}>
      <select value={draft.status} onChange={(event) => set({ status: event.currentTarget.value })}>
        {Object.entries(texts.statuses).map(([status, name]) => (
          <option key={status} value={status}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A day, and a time that may be unknown. */
function MomentField({ name, field, draft, set, error, hint }: { name: "start" | "end"; field: string; draft: Draft; set: Set; error?: string; hint: string }) {
  const texts = useOffice();
  const id = useUniqueId();
  return (
    <fieldset className="edit__moment" aria-describedby={id}>
      <legend className="field__label">{texts.fields[field]}</legend>
      <input
        className="input"
        type="date"
        aria-label={texts.editor.day}
        aria-invalid={error ? true : undefined}
        value={draft[`${name}Day`]}
        onInput={(event) => set({ [`${name}Day`]: event.currentTarget.value })}
      />
      <input
        className="input"
        type="time"
        aria-label={texts.editor.time}
        aria-invalid={error ? true : undefined}
        value={draft[`${name}Time`]}
        onInput={(event) => set({ [`${name}Time`]: event.currentTarget.value })}
      />
      <span id={id} className={error ? "field__error" : "field__hint"}>
        {error ?? hint}
      </span>
    </fieldset>
  );
}

function CategoryField({ draft, set, town, error }: { draft: Draft; set: Set; town: readonly string[]; error?: string }) {
  const texts = useOffice();
  const nameOf = useNameOfCategory();
  const toggle = (name: string) =>
    set({ categories: draft.categories.includes(name) ? draft.categories.filter((one) => one !== name) : town.filter((one) => one === name || draft.categories.includes(one)) });
  return (
    <fieldset className="checks checks--row">
      <legend>{texts.fields.categories}</legend>
      {town.map((name) => (
        <label key={name} className="check">
          <input type="checkbox" checked={draft.categories.includes(name)} onChange={() => toggle(name)} />
          {nameOf(name)}
        </label>
      ))}
      {error && <span className="field__error">{error}</span>}
    </fieldset>
  );
}
