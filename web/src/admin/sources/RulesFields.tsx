/** The form fields for a source's rules: which events are taken, and what is filled in. */
import { Field } from "@/components/Field";
import { Check } from "@/admin/sources/SourceFields";
import type { ListRule, RulesDraft, TextRule } from "@/admin/sources/rules";

type Errors = Readonly<Record<string, string>>;

export function RulesFields({ draft, onChange, errors }: { draft: RulesDraft; onChange: (draft: RulesDraft) => void; errors: Errors }) {
  const set = (change: Partial<RulesDraft>) => onChange({ ...draft, ...change });
  const list = (name: ListRule, label: string, hint?: string) => (
    <Field label={label} hint={hint} error={errors[name]}>
      <textarea rows={2} value={draft[name]} onInput={(event) => set({ [name]: event.currentTarget.value })} />
    </Field>
  );
  const text = (name: TextRule, label: string, type: "text" | "date" | "number" = "text") => (
    <Field label={label} error={errors[name]}>
      <input type={type} step={type === "number" ? "any" : undefined} value={draft[name]} onInput={(event) => set({ [name]: event.currentTarget.value })} />
    </Field>
  );
  return (
    <details open={Object.values(draft).some(Boolean)}>
      <summary className="summary">Narrow or complete its events</summary>
      <div className="stack">
        <p className="soft small">One phrase per line. A phrase matches whole words, regardless of case and accents.</p>
        <div className="admin-columns admin-columns--wide">
          {list("include_titles", "Only titles with")}
          {list("exclude_titles", "No titles with")}
          {list("include_categories", "Only categories with")}
          {list("exclude_categories", "No categories with")}
          {list("include_places", "Only places with", "In the venue’s name or address.")}
          {list("exclude_places", "No places with")}
          {text("first_day", "From this day", "date")}
          {text("last_day", "Until this day", "date")}
        </div>
        <div className="admin-columns">
          {text("near_latitude", "Near latitude", "number")}
          {text("near_longitude", "Near longitude", "number")}
          {text("within_km", "Within kilometers", "number")}
        </div>
        <div className="admin-columns admin-columns--wide">
          {text("venue_name", "Venue if an event names none")}
          {text("venue_address", "Address of that venue")}
          {list("default_categories", "Categories if an event has none")}
        </div>
        <Check label="All events are at this venue" checked={draft.all_at_venue} onChange={(checked) => set({ all_at_venue: checked })} />
        {errors.rules && <p className="form-error">{errors.rules}</p>}
      </div>
    </details>
  );
}
