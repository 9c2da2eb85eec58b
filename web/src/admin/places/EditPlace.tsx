/** Forms that rename and locate a place. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { useAction } from "@/admin/useAction";
import { useVenueTexts } from "@/language/office/venues";

type Place = Schemas["WholePlace"];

export function EditPlace({ place, onDone }: { place: Place; onDone: () => void }) {
  const texts = useVenueTexts();
  const action = useAction();
  const [name, setName] = useState(place.name ?? "");
  const [address, setAddress] = useState(place.address ?? "");
  const [point, setPoint] = useState(place.latitude === null ? "" : `${place.latitude}, ${place.longitude}`);
  const path = { venue_id: place.id };

  async function act(event: FormEvent, work: () => Promise<Place>, message: string) {
    event.preventDefault();
    if (await action.run(work, message)) onDone();
  }

  const rename = () =>
    unwrap(api.POST("/api/places/{venue_id}/rename", { params: { path }, body: { name, address: address || null } }));
  const locate = () => {
    const [latitude, longitude] = point.split(",").map(Number);
    return unwrap(
      api.POST("/api/places/{venue_id}/locate", { params: { path }, body: { latitude: latitude ?? NaN, longitude: longitude ?? NaN } }),
    );
  };

  return (
    <section className="stack" aria-labelledby="edit">
      <h2 id="edit">{texts.editHead}</h2>
      <form className="stack" onSubmit={(event) => void act(event, rename, texts.savedName)}>
        <Field label={texts.name} hint={texts.nameHint} error={action.problem?.fields.name}>
          <input value={name} required maxLength={200} onInput={(input) => setName(input.currentTarget.value)} />
        </Field>
        <Field label={texts.address} error={action.problem?.fields.address}>
          <input value={address} maxLength={200} onInput={(input) => setAddress(input.currentTarget.value)} />
        </Field>
        <div className="row">
          <Button type="submit" disabled={action.busy}>
            {texts.saveName}
          </Button>
        </div>
      </form>
      <form className="stack" onSubmit={(event) => void act(event, locate, texts.savedPoint)}>
        <Field label={texts.point} hint={texts.pointHint} error={action.problem?.fields.latitude}>
          <input value={point} required pattern="\s*-?\d+(\.\d+)?\s*,\s*-?\d+(\.\d+)?\s*" onInput={(input) => setPoint(input.currentTarget.value)} />
        </Field>
        <div className="row">
          <Button type="submit" disabled={action.busy}>
            {texts.savePoint}
          </Button>
        </div>
      </form>
      <ActionError problem={action.problem} />
    </section>
  );
}
