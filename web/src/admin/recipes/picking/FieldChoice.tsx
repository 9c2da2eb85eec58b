/** The fields that can be picked, each with its selector and how many cards have it. */
import { useUniqueId } from "@/components/useUniqueId";
import { PICKED, type PageReading, type PickedField } from "@/admin/recipes/picking/reading";
import { usePickingTexts } from "@/language/office/picking";

export function FieldChoice({ reading, field, onChoose }: { reading: PageReading; field: PickedField; onChoose: (field: PickedField) => void }) {
  const texts = usePickingTexts();
  const group = useUniqueId();
  return (
    <fieldset className="checks picking__fields">
      <legend>{texts.field}</legend>
      {PICKED.map((name) => (
        <label key={name} className="check">
          <input type="radio" name={group} checked={name === field} onChange={() => onChoose(name)} />
          <span className="break">
            {texts.fields[name]} <Selector reading={reading} name={name} />
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Selector({ reading, name }: { reading: PageReading; name: PickedField }) {
  const texts = usePickingTexts();
  const heading = name === "date" && !reading.recipe.date ? reading.recipe.heading : undefined;
  const written = heading || reading.recipe[name];
  if (!written) return <span className="soft small">{texts.notPicked}</span>;
  const count = name === "card" ? texts.cards(reading.matched) : name === "next_page" ? "" : texts.found(reading.counts[name] ?? 0, reading.matched);
  return (
    <span className="soft small">
      {heading && `(${texts.fields.heading}) `}
      {written === "auto" ? texts.auto : <code>{written}</code>} {count}
    </span>
  );
}
