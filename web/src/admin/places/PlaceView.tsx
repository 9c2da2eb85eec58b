/** One place: its spellings, its rooms, and what an editor can change. */
import Link from "next/link";
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button, ButtonLink } from "@/components/Button";
import { Table, type Column } from "@/components/Table";
import { ActionError, AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { EditPlace } from "@/admin/places/EditPlace";
import { placeUrl } from "@/admin/places/urls";
import { useHasScope } from "@/admin/session";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";

type Spelling = Schemas["SpellingOf"];

export function PlaceView({ id }: { id: number }) {
  const canEdit = useHasScope("edit");
  const { value, problem, retry } = useAdminRemote(`place ${id}`, (signal) =>
    unwrap(api.GET("/api/places/{venue_id}", { signal, cache: "no-store", params: { path: { venue_id: id } } })),
  );
  if (!value)
    return (
      <AdminPage title="Venue">
        <LoadingOrError problem={problem} onRetry={retry} what="venue" />
      </AdminPage>
    );
  return (
    <AdminPage
      title={value.label}
      about={[value.address, value.kind === "place" ? "" : value.kind].filter(Boolean).join(", ") || "No address"}
      actions={<ButtonLink href={`/venues/?id=${value.id}`}>Public page</ButtonLink>}
    >
      {value.building_id !== null && (
        <p>
          A room of <Link href={placeUrl(value.building_id)}>{value.building}</Link>.
        </p>
      )}
      <Spellings place={value} canEdit={canEdit} />
      {value.inside.length > 0 && (
        <Table caption="Rooms" columns={ROOMS} rows={value.inside} rowKey={(room) => room.id} />
      )}
      {canEdit && <EditPlace place={value} onDone={retry} />}
    </AdminPage>
  );
}

const ROOMS: readonly Column<Schemas["TownPlace"]>[] = [
  { key: "name", head: "Room", cell: (room) => <Link href={placeUrl(room.id)}>{room.name ?? room.address}</Link> },
  { key: "events", head: "Events", number: true, cell: (room) => room.events },
];

function Spellings({ place, canEdit }: { place: Schemas["WholePlace"]; canEdit: boolean }) {
  const router = useRouter();
  const action = useAction();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const toggle = (id: number) =>
    setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));

  async function split() {
    const path = { venue_id: place.id };
    const work = () =>
      unwrap(api.POST("/api/places/{venue_id}/split", { params: { path }, body: { spellings: [...chosen] } }));
    const apart = await action.run(work, (found) => `${found.label} is now its own venue.`);
    if (apart) void router.push(placeUrl(apart.id));
  }

  const columns: Column<Spelling>[] = [
    { key: "text", head: "Written as", cell: (one) => [one.name, one.address].filter(Boolean).join(", ") },
    { key: "sources", head: "Sources", cell: (one) => one.sources.join(", ") || <span className="soft">none now</span> },
    { key: "why", head: "Why it is here", cell: (one) => <Reason by={one.by} because={one.because} /> },
    { key: "events", head: "Events", number: true, cell: (one) => one.events },
  ];
  if (canEdit && place.spelled.length > 1)
    columns.unshift({
      key: "split",
      head: "Split off",
      cell: (one) => (
        <input
          type="checkbox"
          aria-label={`Split off ${one.name ?? one.address ?? one.id}`}
          checked={chosen.includes(one.id)}
          onChange={() => toggle(one.id)}
        />
      ),
    });
  return (
    <div className="stack">
      <Table caption="How sources write it" columns={columns} rows={place.spelled} rowKey={(one) => one.id} />
      {chosen.length > 0 && (
        <div className="row">
          <Button look="primary" disabled={action.busy || chosen.length === place.spelled.length} onClick={() => void split()}>
            Split off as a new venue
          </Button>
        </div>
      )}
      <ActionError problem={action.problem} />
    </div>
  );
}

function Reason({ by, because }: { by: Spelling["by"]; because: Spelling["because"] }) {
  return (
    <>
      {because}
      {by && <div className="soft small">{by.replace(/^account:/, "")}</div>}
    </>
  );
}
