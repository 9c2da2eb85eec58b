/** Corrects a recipe by clicking on a copy of the page: choose a field, click its place, see what is read. */
import { useState } from "react";

import { Button } from "@/components/Button";
import { Progress } from "@/components/Progress";
import { ActionError } from "@/admin/AdminPage";
import { FieldChoice } from "@/admin/recipes/picking/FieldChoice";
import { PageFrame } from "@/admin/recipes/picking/PageFrame";
import { PickedEvents } from "@/admin/recipes/picking/PickedEvents";
import type { PageReading, PickedField } from "@/admin/recipes/picking/reading";
import type { Picking } from "@/admin/recipes/picking/usePicking";
import { useOffice } from "@/language/office";
import { usePickingTexts } from "@/language/office/picking";

export function PickOnPage({ picking }: { picking: Picking }) {
  const texts = usePickingTexts();
  const { reading, first, busy, failure } = picking;
  return (
    <section className="stack picking" aria-label={texts.head}>
      <ActionError problem={picking.problem} />
      {failure !== undefined && (
        <p className="form-error" role="alert">
          {failure || texts.canceled}
        </p>
      )}
      {reading && first ? <Open picking={picking} reading={reading} first={first} /> : busy && <Progress label={texts.opening} />}
    </section>
  );
}

function Open({ picking, reading, first }: { picking: Picking; reading: PageReading; first: PageReading }) {
  const texts = usePickingTexts();
  const [field, setField] = useState<PickedField>("title");
  const [at, setAt] = useState("");
  return (
    <>
      <p className="soft small">{texts.about}</p>
      <div className="picking__both">
        <div className="stack">
          <FieldChoice reading={reading} field={field} onChoose={setField} />
          <p className="soft small">{texts.hints[field] ?? texts.inCard}</p>
          <Choices reading={reading} onPick={(element) => picking.pick(field, element)} />
        </div>
        <div className="stack">
          <PageFrame reading={reading} onPick={(element) => picking.pick(field, element)} onSelect={setAt} />
          <p className="soft small break" aria-live="polite">
            {at && `${texts.at} ${at}`}
          </p>
        </div>
      </div>
      <div className="stack" aria-live="polite">
        {picking.busy && <p className="soft">{texts.working}</p>}
        <Outcome reading={reading} field={field} />
      </div>
      <PickedEvents reading={reading} first={first} />
      <div className="row">
        <Button onClick={picking.close}>{texts.close}</Button>
      </div>
    </>
  );
}

function Outcome({ reading, field }: { reading: PageReading; field: PickedField }) {
  const texts = usePickingTexts();
  const { fromServer } = useOffice();
  const { picked, refusal, lacking, faults } = reading;
  const name = (one: string) => texts.fields[one] ?? one;
  const refuse = refusal && (texts.refusals[refusal.reason] ?? texts.refusals[field] ?? texts.refusals.other);
  return (
    <>
      {refuse && <p className="form-error">{refuse(refusal.text)}</p>}
      {picked && (
        <p>
          {name(picked.field)}: <code>{picked.selector}</code>
        </p>
      )}
      {lacking.length > 0 && <p className="notice">{texts.lacking(lacking.map(name).join(", "))}</p>}
      {faults && (
        <p className="notice">
          {texts.faults} {fromServer(faults)}
        </p>
      )}
    </>
  );
}

/** The same parts as in the frame, for those who can't see or click it. */
function Choices({ reading, onPick }: { reading: PageReading; onPick: (element: number) => void }) {
  const texts = usePickingTexts();
  if (reading.choices.length === 0) return null;
  return (
    <details>
      <summary className="summary">{texts.choices}</summary>
      <ul className="picking__choices">
        {reading.choices.map(({ element, tag, text }) => (
          <li key={element}>
            <Button look="quiet" onClick={() => onPick(element)}>
              <code>{tag}</code> {text || texts.picture}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
