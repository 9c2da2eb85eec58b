/** Pairs of places that may be one: an editor says whether they are, and which name stays. */
import Link from "next/link";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Table, type Column } from "@/components/Table";
import { ActionError } from "@/admin/AdminPage";
import { namesOf } from "@/admin/places/namesOf";
import { placeUrl } from "@/admin/places/urls";
import { reasonWords } from "@/admin/reasons";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useLocale } from "@/language/languages";
import { useOffice } from "@/language/office";
import { useVenueTexts } from "@/language/office/venues";

type Suggestion = Schemas["PlaceSuggestion"];

export function PlaceSuggestions({ onDone }: { onDone: () => void }) {
  const office = useOffice();
  const texts = useVenueTexts();
  const locale = useLocale();
  const { value, retry } = useAdminRemote("venue suggestions", (signal) =>
    unwrap(api.GET("/api/venue-suggestions", { signal, cache: "no-store" })),
  );
  const action = useAction();

  async function decide(work: () => Promise<Schemas["WholePlace"]>, message: (place: Schemas["WholePlace"]) => string) {
    if (!(await action.run(work, message))) return;
    retry();
    onDone();
  }

  const accept = (venue: number, other: number, more: { inside: boolean; keep?: number }) =>
    decide(
      () => unwrap(api.POST("/api/venue-suggestions/accept", { body: { venue, other, ...more } })),
      (place) => (more.inside ? texts.hasRoom(place.label) : texts.mergedInto(place.label)),
    );
  const refuse = (venue: number, other: number) =>
    decide(
      () => unwrap(api.POST("/api/venue-suggestions/refuse", { body: { venue, other } })),
      () => texts.apart,
    );

  if (!value || value.suggestions.length === 0) return null;
  const columns: readonly Column<Suggestion>[] = [
    { key: "one", head: texts.venue, cell: (pair) => <Place id={pair.place_id} name={pair.place} address={pair.place_address} /> },
    { key: "other", head: texts.other, cell: (pair) => <Place id={pair.other_place_id} name={pair.other_place} address={pair.other_address} /> },
    { key: "why", head: texts.why, cell: (pair) => reasonWords(pair.why, office, locale) },
    {
      key: "actions",
      head: texts.actions,
      cell: (pair) => {
        const [venue, other] = [pair.place_id, pair.other_place_id];
        return (
          <div className="row">
            {namesOf(pair, office.places).map(({ keep, label }) => (
              <Button key={keep} disabled={action.busy} onClick={() => void accept(venue, other, { inside: false, keep })}>
                {label}
              </Button>
            ))}
            <Button disabled={action.busy} onClick={() => void accept(venue, other, { inside: true })}>
              {texts.roomThere}
            </Button>
            <Button disabled={action.busy} onClick={() => void refuse(venue, other)}>
              {texts.two}
            </Button>
          </div>
        );
      },
    },
  ];
  return (
    <>
      <Table
        caption={texts.duplicates(value.suggestions.length)}
        columns={columns}
        rows={value.suggestions}
        rowKey={(pair) => `${pair.place_id} ${pair.other_place_id}`}
      />
      <ActionError problem={action.problem} />
    </>
  );
}

function Place({ id, name, address }: { id: number; name: string | null; address: string | null }) {
  const texts = useVenueTexts();
  return (
    <>
      <Link href={placeUrl(id)}>{name ?? address ?? texts.unnamed(id)}</Link>
      {name && address && <div className="soft small">{address}</div>}
    </>
  );
}
