/** The recipe by which a source's page is read: shown, edited as fields, tested, and replaced by the one that a run offers. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { ActionError, LoadingOrError } from "@/admin/AdminPage";
import { EditRecipe } from "@/admin/recipes/EditRecipe";
import { labelOf, textOf } from "@/admin/recipes/recipe";
import { RecipeFacts } from "@/admin/recipes/RecipeFacts";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";

export function SourceRecipe({ source }: { source: Schemas["AdminSource"] }) {
  const path = { source_id: source.id };
  const { value, problem, retry } = useAdminRemote(`recipe ${source.id}`, (signal) =>
    unwrap(api.GET("/api/sources/{source_id}/recipe", { signal, params: { path } })),
  );
  const [editing, setEditing] = useState(false);
  const action = useAction();
  if (!value) return <LoadingOrError problem={problem} onRetry={retry} what="recipe" />;

  async function accept() {
    const work = () => unwrap(api.POST("/api/sources/{source_id}/recipe/accept", { params: { path } }));
    if (await action.run(work, "Recipe accepted. The next harvest reads by it.")) retry();
  }

  return (
    <section className="stack" aria-labelledby="recipe">
      <div className="admin-head">
        <h2 id="recipe">Recipe</h2>
        {!editing && <Button onClick={() => setEditing(true)}>Edit recipe</Button>}
      </div>
      {value.offer && (
        <div className="card stack">
          <p>The page has changed: {value.offer.why}. This recipe fits it now:</p>
          <Changes changes={value.offer.changes} />
          <ActionError problem={action.problem} />
          <div className="row">
            <Button look="primary" disabled={action.busy} onClick={() => void accept()}>
              Accept this recipe
            </Button>
          </div>
        </div>
      )}
      {editing ? (
        <EditRecipe
          source={source}
          recipe={value.recipe}
          onDone={() => {
            setEditing(false);
            retry();
          }}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <div className="card">{value.recipe ? <RecipeFacts recipe={value.recipe} /> : <p className="soft">None: each harvest finds the cards again.</p>}</div>
      )}
    </section>
  );
}

function Changes({ changes }: { changes: readonly Schemas["RecipeChange"][] }) {
  return (
    <ul className="break">
      {changes.map(({ field, old, new: offered }) => (
        <li key={field}>
          {labelOf(field)}: <code>{textOf(old) || "nothing"}</code> → <code>{textOf(offered) || "nothing"}</code>
        </li>
      ))}
    </ul>
  );
}
