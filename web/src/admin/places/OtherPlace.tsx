/** Finds another place that this one is, or is a room of. */
import { useRouter } from "next/router";
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { ActionError, LoadingOrError } from "@/admin/AdminPage";
import { placeUrl } from "@/admin/places/urls";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";
import { useVenueTexts } from "@/language/office/venues";

type Place = Schemas["TownPlace"];

const MOST = 10;

export function OtherPlace({ place, onDone }: { place: Schemas["WholePlace"]; onDone: () => void }) {
  const office = useOffice();
  const texts = useVenueTexts();
  const router = useRouter();
  const action = useAction();
  const [words, setWords] = useState("");
  const [q, setQ] = useState<string>();
  const [same, setSame] = useState<Place>();
  const { value, problem, retry } = useAdminRemote(q ? `find place ${q}` : null, (signal) =>
    unwrap(api.GET("/api/places", { signal, cache: "no-store", params: { query: { q, limit: MOST } } })),
  );
  const path = { venue_id: place.id };
  const found = value?.places.filter((one) => one.id !== place.id) ?? [];

  function search(event: FormEvent) {
    event.preventDefault();
    setQ(words.trim());
  }
  async function house(building: number | null, message: string) {
    const work = () => unwrap(api.POST("/api/places/{venue_id}/room", { params: { path }, body: { building } }));
    if (await action.run(work, message)) onDone();
  }
  async function merge(other: Place, keep: number) {
    const work = () => unwrap(api.POST("/api/venue-suggestions/accept", { body: { venue: place.id, other: other.id, inside: false, keep } }));
    const kept = await action.run(work, (done) => texts.mergedInto(done.label));
    if (!kept) return;
    setSame(undefined);
    if (kept.id === place.id) onDone();
    else void router.push(placeUrl(kept.id));
  }

  return (
    <section className="stack" aria-labelledby="other-place">
      <h2 id="other-place">{texts.sameHead}</h2>
      {place.building_id !== null && (
        <div className="row">
          <Button disabled={action.busy} onClick={() => void house(null, texts.noRoom)}>
            {texts.freeRoom}
          </Button>
        </div>
      )}
      <form className="admin-filters" role="search" aria-label={texts.sameHead} onSubmit={search}>
        <Field label={texts.find}>
          <input type="search" value={words} onInput={(input) => setWords(input.currentTarget.value)} />
        </Field>
        <Button type="submit">{texts.findVerb}</Button>
      </form>
      {!q ? null : !value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : found.length === 0 ? (
        <p className="soft">{texts.noMatch}</p>
      ) : (
        <ul className="found" role="list">
          {found.map((one) => (
            <li key={one.id}>
              <span>
                <strong className="break">{one.label}</strong>
                <span className="soft small">{[one.address, texts.found(one.events)].filter(Boolean).join(" · ")}</span>
              </span>
              <span className="row">
                <Button onClick={() => setSame(one)}>
                  {texts.same}
                  <span className="visually-hidden"> {one.label}</span>
                </Button>
                <Button disabled={action.busy} onClick={() => void house(one.id, texts.nowRoom)}>
                  {texts.roomThere}
                  <span className="visually-hidden"> {one.label}</span>
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Dialog title={texts.sameTitle} open={same !== undefined} onClose={() => setSame(undefined)} close={office.close}>
        <p>{texts.sameText}</p>
        <ActionError problem={action.problem} />
        <div className="row">
          {same &&
            [place, same].map((one) => (
              <Button key={one.id} look="primary" disabled={action.busy} onClick={() => void merge(same, one.id)}>
                {texts.keep(one.label)}
              </Button>
            ))}
        </div>
      </Dialog>
      {!same && <ActionError problem={action.problem} />}
    </section>
  );
}
