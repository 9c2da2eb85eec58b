/** Pairs of places that may be one: an editor says whether they are. */
import Link from "next/link";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Table, type Column } from "@/components/Table";
import { ActionError } from "@/admin/AdminPage";
import { placeUrl } from "@/admin/places/urls";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";

type Suggestion = Schemas["PlaceSuggestion"];

export function PlaceSuggestions({ onDone }: { onDone: () => void }) {
  const { value, retry } = useAdminRemote("venue suggestions", (signal) =>
    unwrap(api.GET("/api/venue-suggestions", { signal, cache: "no-store" })),
  );
  const action = useAction();

  async function decide(work: () => Promise<Schemas["WholePlace"]>, message: (place: Schemas["WholePlace"]) => string) {
    if (!(await action.run(work, message))) return;
    retry();
    onDone();
  }

  const accept = (venue: number, other: number, inside: boolean) =>
    decide(
      () => unwrap(api.POST("/api/venue-suggestions/accept", { body: { venue, other, inside } })),
      (place) => (inside ? `${place.label} has one more room.` : `Merged into ${place.label}.`),
    );
  const refuse = (venue: number, other: number) =>
    decide(
      () => unwrap(api.POST("/api/venue-suggestions/refuse", { body: { venue, other } })),
      () => "Kept apart.",
    );

  if (!value || value.suggestions.length === 0) return null;
  const columns: readonly Column<Suggestion>[] = [
    { key: "one", head: "Venue", cell: (pair) => <Place id={pair.place_id} name={pair.place} address={pair.place_address} /> },
    { key: "other", head: "Possibly the same as", cell: (pair) => <Place id={pair.other_place_id} name={pair.other_place} address={pair.other_address} /> },
    { key: "why", head: "Why", cell: (pair) => pair.reason },
    {
      key: "actions",
      head: "Actions",
      cell: (pair) => {
        const [venue, other] = [pair.place_id, pair.other_place_id];
        return (
          <div className="row">
            <Button disabled={action.busy} onClick={() => void accept(venue, other, false)}>
              One place
            </Button>
            <Button disabled={action.busy} onClick={() => void accept(venue, other, true)}>
              A room there
            </Button>
            <Button disabled={action.busy} onClick={() => void refuse(venue, other)}>
              Two places
            </Button>
          </div>
        );
      },
    },
  ];
  return (
    <>
      <Table
        caption={`Possible duplicates: ${value.suggestions.length} to decide`}
        columns={columns}
        rows={value.suggestions}
        rowKey={(pair) => `${pair.place_id} ${pair.other_place_id}`}
      />
      <ActionError problem={action.problem} />
    </>
  );
}

function Place({ id, name, address }: { id: number; name: string | null; address: string | null }) {
  return (
    <>
      <Link href={placeUrl(id)}>{name ?? address ?? `Venue ${id}`}</Link>
      {name && address && <div className="soft small">{address}</div>}
    </>
  );
}
