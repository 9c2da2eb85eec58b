/** Changes a source's recipe, as fields or by clicking on a copy of its page, and shows what it reads. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { PickOnPage } from "@/admin/recipes/picking/lazy";
import { usePicking } from "@/admin/recipes/picking/usePicking";
import { draftOfRecipe, entriesOf, FIELDS, recipeOf } from "@/admin/recipes/recipe";
import { PreviewTask } from "@/admin/sources/Preview";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";
import { useDiscoveryTexts } from "@/language/office/discovery";

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
  const picking = usePicking({ url: source.base_url, timezone: source.timezone }, (reading) => setDraft(draftOfRecipe(reading.recipe)));
  const office = useOffice();
  const texts = useDiscoveryTexts().recipe;
  const errors = saving.problem?.fields ?? testing.problem?.fields ?? {};

  async function test() {
    saving.clearProblem();
    const body = { url: source.base_url, timezone: source.timezone, rules: source.rules, recipe: recipeOf(draft) };
    const sent = await testing.run(() => unwrap(api.POST("/api/sources/preview", { body })), texts.testing);
    setTaskId(sent?.task_id);
  }

  async function save(event: FormEvent) {
    event.preventDefault();
    testing.clearProblem();
    const kept = (recipe?.usual ?? []).filter((name) => entriesOf(draft).some(([field]) => field === name));
    const body = { ...recipeOf(draft), usual: kept };
    const path = { source_id: source.id };
    const work = () => unwrap(api.PUT("/api/sources/{source_id}/recipe", { params: { path }, body }));
    if (await saving.run(work, texts.saved)) onDone();
  }

  /** A field that was edited while the copy is open. */
  function reread() {
    const wanted = recipeOf(draft);
    if (picking.reading && JSON.stringify(wanted) !== JSON.stringify(recipeOf(draftOfRecipe(picking.reading.recipe)))) picking.read(wanted);
  }

  return (
    <div className="card stack">
      {draft.reads === "html" && !picking.reading && (
        <span>
          <Button disabled={picking.busy} onClick={() => picking.open(draft.card && draft.title ? recipeOf(draft) : null)}>
            {office.pickOnPage}
          </Button>
        </span>
      )}
      <PickOnPage picking={picking} />
      <form className="stack" onSubmit={(event) => void save(event)}>
        <p className="soft small">{texts.about}</p>
        <div className="admin-columns admin-columns--wide">
          {FIELDS.map((name) => (
            <Field key={name} label={texts.fields[name] ?? name} error={errors[name]}>
              <input value={draft[name]} onBlur={reread} onInput={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })} />
            </Field>
          ))}
        </div>
        <ActionError problem={saving.problem ?? testing.problem} />
        <div className="row">
          <Button disabled={testing.busy} onClick={() => void test()}>
            {texts.test}
          </Button>
          <Button look="primary" type="submit" disabled={saving.busy}>
            {texts.save}
          </Button>
          <Button onClick={onCancel}>{texts.cancel}</Button>
        </div>
        <div aria-live="polite">{taskId && <PreviewTask key={taskId} taskId={taskId} />}</div>
      </form>
    </div>
  );
}
