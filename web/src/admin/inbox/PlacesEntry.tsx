/** Two places that may be one. */
import { api, unwrap, type Schemas } from "@/api/client";
import { ActionError } from "@/admin/AdminPage";
import { Acts } from "@/admin/inbox/Acts";
import { EntryHead } from "@/admin/inbox/EntryHead";
import { Versions } from "@/admin/inbox/Versions";
import { namesOf } from "@/admin/places/namesOf";
import { placeUrl } from "@/admin/places/urls";
import { reasonWords } from "@/admin/reasons";
import { useAction } from "@/admin/useAction";
import { useLocale } from "@/language/languages";
import { useOffice } from "@/language/office";

export function PlacesEntry({ value: pair, onDone }: { value: Schemas["PlaceSuggestion"]; onDone: () => void }) {
  const texts = useOffice();
  const locale = useLocale();
  const action = useAction();
  const [venue, other] = [pair.place_id, pair.other_place_id];

  async function accept(inside: boolean, keep?: number) {
    const work = () => unwrap(api.POST("/api/venue-suggestions/accept", { body: { venue, other, inside, keep } }));
    if (await action.run(work, inside ? texts.places.roomed : texts.places.merged)) onDone();
  }
  async function refuse() {
    const work = () => unwrap(api.POST("/api/venue-suggestions/refuse", { body: { venue, other } }));
    if (await action.run(work, texts.places.apart)) onDone();
  }

  return (
    <>
      <EntryHead kind="places" title={texts.places.title} at={pair.suggested_at} />
      <Versions
        versions={[
          { key: "one", who: pair.place ?? texts.unknown, says: pair.place_address ?? texts.nothing },
          { key: "other", who: pair.other_place ?? texts.unknown, says: pair.other_address ?? texts.nothing },
        ]}
      />
      <p className="soft small">{reasonWords(pair.why, texts, locale)}</p>
      <ActionError problem={action.problem} />
      <Acts
        busy={action.busy}
        open={{ href: placeUrl(venue), name: texts.inbox.open }}
        acts={[
          ...namesOf(pair, texts.places).map(({ keep, label }, index) => ({ name: label, onAct: () => void accept(false, keep), primary: index === 0 })),
          { name: texts.places.room, onAct: () => void accept(true) },
          { name: texts.places.two, onAct: () => void refuse() },
        ]}
      />
    </>
  );
}
