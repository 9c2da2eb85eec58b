/** Forms that rename, locate, and merge a place, and make it a room. */
import { useRouter } from "next/router";
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { placeUrl } from "@/admin/places/urls";
import { useAction } from "@/admin/useAction";

type Place = Schemas["WholePlace"];

export function EditPlace({ place, onDone }: { place: Place; onDone: () => void }) {
  const router = useRouter();
  const action = useAction();
  const [name, setName] = useState(place.name ?? "");
  const [address, setAddress] = useState(place.address ?? "");
  const [point, setPoint] = useState(place.latitude === null ? "" : `${place.latitude}, ${place.longitude}`);
  const [other, setOther] = useState("");
  const path = { venue_id: place.id };

  async function act(event: FormEvent, work: () => Promise<Place>, message: string) {
    event.preventDefault();
    const done = await action.run(work, message);
    if (!done) return;
    if (done.id === place.id) onDone();
    else void router.push(placeUrl(done.id));
  }

  const rename = () =>
    unwrap(api.POST("/api/places/{venue_id}/rename", { params: { path }, body: { name, address: address || null } }));
  const locate = () => {
    const [latitude, longitude] = point.split(",").map(Number);
    return unwrap(
      api.POST("/api/places/{venue_id}/locate", { params: { path }, body: { latitude: latitude ?? NaN, longitude: longitude ?? NaN } }),
    );
  };
  const merge = () => unwrap(api.POST("/api/places/{venue_id}/merge", { params: { path }, body: { into: Number(other) } }));
  const house = () => unwrap(api.POST("/api/places/{venue_id}/room", { params: { path }, body: { building: Number(other) } }));
  const free = () => unwrap(api.POST("/api/places/{venue_id}/room", { params: { path }, body: { building: null } }));

  return (
    <div className="stack stack--loose">
      <form className="stack" onSubmit={(event) => void act(event, rename, "Name and address saved.")}>
        <Field label="Name" hint="What people see. A room’s name goes without its building." error={action.problem?.fields.name}>
          <input value={name} required maxLength={200} onInput={(input) => setName(input.currentTarget.value)} />
        </Field>
        <Field label="Address" error={action.problem?.fields.address}>
          <input value={address} maxLength={200} onInput={(input) => setAddress(input.currentTarget.value)} />
        </Field>
        <div className="row">
          <Button type="submit" disabled={action.busy}>
            Save name and address
          </Button>
        </div>
      </form>
      <form className="stack" onSubmit={(event) => void act(event, locate, "Location saved.")}>
        <Field label="Latitude, longitude" hint="In degrees, for example 27.3446, -82.5502." error={action.problem?.fields.latitude}>
          <input value={point} required pattern="\s*-?\d+(\.\d+)?\s*,\s*-?\d+(\.\d+)?\s*" onInput={(input) => setPoint(input.currentTarget.value)} />
        </Field>
        <div className="row">
          <Button type="submit" disabled={action.busy}>
            Save location
          </Button>
        </div>
      </form>
      <form className="stack" onSubmit={(event) => void act(event, merge, "Merged.")}>
        <Field label="Number of another venue" hint={`The number after “id=” in the address of its page. This venue is ${place.id}.`}>
          <input value={other} required inputMode="numeric" pattern="\d+" onInput={(input) => setOther(input.currentTarget.value)} />
        </Field>
        <div className="row">
          <Button type="submit" disabled={action.busy}>
            Same place
          </Button>
          <Button disabled={action.busy || !/^\d+$/.test(other)} onClick={(event) => void act(event, house, "Now a room.")}>
            A room there
          </Button>
          {place.building_id !== null && (
            <Button disabled={action.busy} onClick={(event) => void act(event, free, "No longer a room.")}>
              Not a room
            </Button>
          )}
        </div>
      </form>
      <ActionError problem={action.problem} />
    </div>
  );
}
