/** The place of an event: as the editor types, the town's places are offered, with their addresses. */
import { api, unwrap } from "@/api/client";
import { Field } from "@/components/Field";
import { useUniqueId } from "@/components/useUniqueId";
import type { Draft } from "@/admin/events/draft";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";

const MOST = 8;
const SHORTEST = 3;

export function PlaceField({ draft, set, error }: { draft: Draft; set: (change: Partial<Draft>) => void; error?: string }) {
  const texts = useOffice();
  const list = useUniqueId();
  const q = draft.venue.trim();
  const { value } = useAdminRemote(q.length < SHORTEST ? null : `places like ${q}`, (signal) =>
    unwrap(api.GET("/api/places", { signal, params: { query: { q, limit: MOST } } })),
  );
  const places = value?.places ?? [];

  function choose(name: string) {
    const known = places.find((place) => place.name === name);
    set(known ? { venue: name, address: known.address ?? "" } : { venue: name });
  }

  return (
    <div className="stack">
      <Field label={texts.fields.venue!} hint={texts.editor.hints.venue} error={error}>
        <input value={draft.venue} list={list} autoComplete="off" onInput={(event) => choose(event.currentTarget.value)} />
      </Field>
      <datalist id={list}>
        {places.map((place) => (
          <option key={place.id} value={place.name ?? ""}>
            {place.address ?? ""}
          </option>
        ))}
      </datalist>
      <Field label={texts.fields.address!}>
        <input value={draft.address} onInput={(event) => set({ address: event.currentTarget.value })} />
      </Field>
    </div>
  );
}
