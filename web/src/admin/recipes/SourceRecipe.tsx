/** The recipe by which a source's page is read: shown, edited as fields, tested, and replaced by the one that a run offers. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { ActionError, LoadingOrError } from "@/admin/AdminPage";
import { EditRecipe } from "@/admin/recipes/EditRecipe";
import { textOf } from "@/admin/recipes/recipe";
import { RecipeFacts } from "@/admin/recipes/RecipeFacts";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";
import { useDiscoveryTexts } from "@/language/office/discovery";

export function SourceRecipe({ source }: { source: Schemas["AdminSource"] }) {
  const path = { source_id: source.id };
  const { value, problem, retry } = useAdminRemote(`recipe ${source.id}`, (signal) =>
    unwrap(api.GET("/api/sources/{source_id}/recipe", { signal, params: { path } })),
  );
  const office = useOffice();
  const texts = useDiscoveryTexts().recipe;
  const [editing, setEditing] = useState(false);
  const action = useAction();
  if (!value) return <LoadingOrError problem={problem} onRetry={retry} />;

  async function accept() {
    const work = () => unwrap(api.POST("/api/sources/{source_id}/recipe/accept", { params: { path } }));
    if (await action.run(work, texts.accepted)) retry();
  }

  return (
    <section className="stack" aria-labelledby="recipe">
      <div className="admin-head">
        <h2 id="recipe">{texts.head}</h2>
        {!editing && <Button onClick={() => setEditing(true)}>{texts.edit}</Button>}
      </div>
      {value.offer && (
        <div className="card stack">
          <p>{texts.changed(office.fromServer(value.offer.why))}</p>
          <Changes changes={value.offer.changes} />
          <ActionError problem={action.problem} />
          <div className="row">
            <Button look="primary" disabled={action.busy} onClick={() => void accept()}>
              {texts.accept}
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
        <div className="card">{value.recipe ? <RecipeFacts recipe={value.recipe} /> : <p className="soft">{texts.none}</p>}</div>
      )}
    </section>
  );
}

function Changes({ changes }: { changes: readonly Schemas["RecipeChange"][] }) {
  const texts = useDiscoveryTexts().recipe;
  return (
    <ul className="break">
      {changes.map(({ field, old, new: offered }) => (
        <li key={field}>
          {texts.fields[field] ?? field}: <code>{textOf(old) || texts.nothing}</code> → <code>{textOf(offered) || texts.nothing}</code>
        </li>
      ))}
    </ul>
  );
}
