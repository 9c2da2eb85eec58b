/** The fields of a recipe, as text. */
import { entriesOf, labelOf } from "@/admin/recipes/recipe";

export function RecipeFacts({ recipe }: { recipe: Readonly<Record<string, unknown>> }) {
  return (
    <dl className="admin-facts">
      {entriesOf(recipe).map(([name, value]) => (
        <div key={name}>
          <dt>{labelOf(name)}</dt>
          <dd className="break">
            <code>{value}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}
