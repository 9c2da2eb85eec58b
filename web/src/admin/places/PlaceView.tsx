/** One place: its spellings, its rooms, and what an editor can change. */
import Link from "next/link";
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button, ButtonLink } from "@/components/Button";
import { Table, type Column } from "@/components/Table";
import { ActionError, AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { personName } from "@/admin/people";
import { EditPlace } from "@/admin/places/EditPlace";
import { OtherPlace } from "@/admin/places/OtherPlace";
import { placeUrl } from "@/admin/places/urls";
import { reasonWords } from "@/admin/reasons";
import { useHasScope } from "@/admin/session";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useLocale } from "@/language/languages";
import { useOffice } from "@/language/office";
import { useVenueTexts } from "@/language/office/venues";
import type { VenueTexts } from "@/language/office/venues.en";

type Spelling = Schemas["SpellingOf"];

export function PlaceView({ id }: { id: number }) {
  const canEdit = useHasScope("edit");
  const texts = useVenueTexts();
  const { value, problem, retry } = useAdminRemote(`place ${id}`, (signal) =>
    unwrap(api.GET("/api/places/{venue_id}", { signal, cache: "no-store", params: { path: { venue_id: id } } })),
  );
  if (!value)
    return (
      <AdminPage title={texts.venue}>
        <LoadingOrError problem={problem} onRetry={retry} />
      </AdminPage>
    );
  return (
    <AdminPage
      title={value.label}
      about={[value.address, texts.kinds[value.kind]].filter(Boolean).join(", ") || texts.noAddress}
     
      actions={<ButtonLink outside look="quiet" href={`/venues/?id=${value.id}`}>{texts.publicPage}</ButtonLink>}
    >
      {value.building_id !== null && (
        <p>
          {texts.roomOf} <Link href={placeUrl(value.building_id)}>{value.building}</Link>.
        </p>
      )}
      <Spellings place={value} canEdit={canEdit} />
      {value.inside.length > 0 && (
        <Table caption={texts.rooms} columns={roomsIn(texts)} rows={value.inside} rowKey={(room) => room.id} />
      )}
      {canEdit && <EditPlace key={`${value.label} ${value.address} ${value.latitude}`} place={value} onDone={retry} />}
      {canEdit && <OtherPlace key={value.id} place={value} onDone={retry} />}
    </AdminPage>
  );
}

function roomsIn(texts: VenueTexts): readonly Column<Schemas["TownPlace"]>[] {
  return [
    { key: "name", head: texts.room, cell: (room) => <Link href={placeUrl(room.id)}>{room.name ?? room.address}</Link> },
    { key: "events", head: texts.events, number: true, cell: (room) => room.events },
  ];
}

function Spellings({ place, canEdit }: { place: Schemas["WholePlace"]; canEdit: boolean }) {
  const router = useRouter();
  const texts = useVenueTexts();
  const action = useAction();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const toggle = (id: number) =>
    setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));

  async function split() {
    const path = { venue_id: place.id };
    const work = () =>
      unwrap(api.POST("/api/places/{venue_id}/split", { params: { path }, body: { spellings: [...chosen] } }));
    const apart = await action.run(work, (found) => texts.wasSplit(found.label));
    if (apart) void router.push(placeUrl(apart.id));
  }

  const columns: Column<Spelling>[] = [
    { key: "text", head: texts.written, cell: (one) => [one.name, one.address].filter(Boolean).join(", ") },
    { key: "sources", head: texts.sources, cell: (one) => one.sources.join(", ") || <span className="soft">{texts.noSources}</span> },
    { key: "why", head: texts.whyHere, cell: (one) => <Reason spelling={one} /> },
    { key: "events", head: texts.events, number: true, cell: (one) => one.events },
  ];
  if (canEdit && place.spelled.length > 1)
    columns.unshift({
      key: "split",
      head: texts.splitOff,
      cell: (one) => (
        <input
          type="checkbox"
          aria-label={texts.splitOffOne(one.name ?? one.address ?? String(one.id))}
          checked={chosen.includes(one.id)}
          onChange={() => toggle(one.id)}
        />
      ),
    });
  return (
    <div className="stack">
      <Table caption={texts.splitHead} columns={columns} rows={place.spelled} rowKey={(one) => one.id} />
      {chosen.length > 0 && (
        <div className="row">
          <Button look="primary" disabled={action.busy || chosen.length === place.spelled.length} onClick={() => void split()}>
            {texts.splitVerb}
          </Button>
        </div>
      )}
      <ActionError problem={action.problem} />
    </div>
  );
}

function Reason({ spelling: { by, why } }: { spelling: Spelling }) {
  const texts = useOffice();
  const venueTexts = useVenueTexts();
  const locale = useLocale();
  const names: Readonly<Record<string, string>> = { rules: venueTexts.byRules, import: venueTexts.byImport };
  return (
    <>
      {reasonWords(why, texts, locale)}
      {by && <div className="soft small">{names[by] ?? personName(by, texts)}</div>}
    </>
  );
}
