/** The form that changes a source's recipe and shows what it reads. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { draftOfRecipe, entriesOf, FIELDS, labelOf, recipeOf } from "@/admin/recipes/recipe";
import { PreviewTask } from "@/admin/sources/Preview";
import { useAction } from "@/admin/useAction";

export function EditRecipe({
  source,
  recipe,
  onDone,
  onCancel,
}: {
  source: Schemas["AdminSource"];
  recipe: Schemas["Recipe"] | null;
  onDone: () => void;
  onCancel: () => void;
}) {
  const [draft, setDraft] = useState(() => draftOfRecipe(recipe));
  const [taskId, setTaskId] = useState<string>();
  const testing = useAction();
  const saving = useAction();
  const errors = saving.problem?.fields ?? testing.problem?.fields ?? {};

  async function test() {
    saving.clearProblem();
    const body = { url: source.base_url, timezone: source.timezone, rules: source.rules, recipe: recipeOf(draft) };
    const sent = await testing.run(() => unwrap(api.POST("/api/sources/preview", { body })), "Reading the page.");
    setTaskId(sent?.task_id);
  }

  async function save(event: FormEvent) {
    event.preventDefault();
    testing.clearProblem();
    const kept = (recipe?.usual ?? []).filter((name) => entriesOf(draft).some(([field]) => field === name));
    const body = { ...recipeOf(draft), usual: kept };
    const path = { source_id: source.id };
    const work = () => unwrap(api.PUT("/api/sources/{source_id}/recipe", { params: { path }, body }));
    if (await saving.run(work, "Recipe saved. The next harvest reads by it.")) onDone();
  }

  return (
    <form className="card stack" onSubmit={(event) => void save(event)}>
      <p className="soft small">
        CSS selectors; inside a card, except for the card, the next page, and its own page. “auto” finds time, place, link, image, and the next page.
      </p>
      <div className="admin-columns admin-columns--wide">
        {FIELDS.map((name) => (
          <Field key={name} label={labelOf(name)} error={errors[name]}>
            <input value={draft[name]} onInput={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })} />
          </Field>
        ))}
      </div>
      <ActionError problem={saving.problem ?? testing.problem} />
      <div className="row">
        <Button disabled={testing.busy} onClick={() => void test()}>
          Test
        </Button>
        <Button look="primary" type="submit" disabled={saving.busy}>
          Save recipe
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
      <div aria-live="polite">{taskId && <PreviewTask key={taskId} taskId={taskId} />}</div>
    </form>
  );
}
