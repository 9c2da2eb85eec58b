/** The form fields for a source's rules: which events are taken, and what is filled in. */
import { Field } from "@/components/Field";
import { Check } from "@/admin/sources/SourceFields";
import type { ListRule, RulesDraft, TextRule } from "@/admin/sources/rules";
import { useSourceTexts } from "@/language/office/sources";

type Errors = Readonly<Record<string, string>>;

export function RulesFields({ draft, onChange, errors }: { draft: RulesDraft; onChange: (draft: RulesDraft) => void; errors: Errors }) {
  const texts = useSourceTexts().rules;
  const set = (change: Partial<RulesDraft>) => onChange({ ...draft, ...change });
  const list = (name: ListRule, hint?: string) => (
    <Field label={texts[name]} hint={hint} error={errors[name]}>
      <textarea rows={2} value={draft[name]} onInput={(event) => set({ [name]: event.currentTarget.value })} />
    </Field>
  );
  const text = (name: TextRule, type: "text" | "date" | "number" = "text") => (
    <Field label={texts[name]} error={errors[name]}>
      <input type={type} step={type === "number" ? "any" : undefined} value={draft[name]} onInput={(event) => set({ [name]: event.currentTarget.value })} />
    </Field>
  );
  return (
    <details open={Object.values(draft).some(Boolean)}>
      <summary className="summary">{texts.head}</summary>
      <div className="stack">
        <p className="soft small">{texts.about}</p>
        <div className="admin-columns admin-columns--wide">
          {list("include_titles")}
          {list("exclude_titles")}
          {list("include_categories")}
          {list("exclude_categories")}
          {list("include_places", texts.placesHint)}
          {list("exclude_places")}
          {text("first_day", "date")}
          {text("last_day", "date")}
        </div>
        <div className="admin-columns">
          {text("near_latitude", "number")}
          {text("near_longitude", "number")}
          {text("within_km", "number")}
        </div>
        <div className="admin-columns admin-columns--wide">
          {text("venue_name")}
          {text("venue_address")}
          {list("default_categories")}
        </div>
        <Check label={texts.all_at_venue} checked={draft.all_at_venue} onChange={(checked) => set({ all_at_venue: checked })} />
        {errors.rules && <p className="form-error">{errors.rules}</p>}
      </div>
    </details>
  );
}
