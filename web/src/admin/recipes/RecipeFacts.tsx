/** The fields of a recipe, as text. */
import { entriesOf } from "@/admin/recipes/recipe";
import { useDiscoveryTexts } from "@/language/office/discovery";

export function RecipeFacts({ recipe }: { recipe: Readonly<Record<string, unknown>> }) {
  const texts = useDiscoveryTexts().recipe;
  return (
    <dl className="admin-facts">
      {entriesOf(recipe).map(([name, value]) => (
        <div key={name}>
          <dt>{texts.fields[name] ?? name}</dt>
          <dd className="break">
            {name === "usual" ? value.split(", ").map((field) => texts.fields[field] ?? field).join(", ") : <code>{value}</code>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
