/** The town's places, with the pairs that may be one place. */
import Link from "next/link";
import { useRouter } from "next/router";

import { api, unwrap, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { PlaceSuggestions } from "@/admin/places/PlaceSuggestions";
import { placeUrl } from "@/admin/places/urls";
import { useHasScope } from "@/admin/session";
import { queryParam } from "@/admin/urls";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { SearchBox } from "@/events/SearchBox";

const PAGE_SIZE = 50;

export function PlaceList({ ready }: { ready: boolean }) {
  const router = useRouter();
  const [q, cursor] = [queryParam(router.query, "q"), queryParam(router.query, "cursor")];
  const canEdit = useHasScope("edit");
  const { value, problem, retry } = useAdminRemote(ready ? `places ${q} ${cursor}` : null, (signal) =>
    unwrap(api.GET("/api/places", { signal, cache: "no-store", params: { query: { q, cursor, limit: PAGE_SIZE } } })),
  );
  return (
    <AdminPage title="Venues" about="Each place and its rooms. Later harvests keep what you change here.">
      {canEdit && <PlaceSuggestions onDone={retry} />}
      <SearchBox
        label="Search venues"
        query={q ?? ""}
        onSearch={(query) => void router.replace(listUrl({ q: query }))}
        placeholder="Name, address or spelling"
      />
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} what="venues" />
      ) : value.places.length === 0 ? (
        <EmptyState title="No venues found">{q ? "No venue matches your search." : "The first harvest adds them."}</EmptyState>
      ) : (
        <Table caption="Venues, by name, with their rooms" columns={COLUMNS} rows={value.places} rowKey={(place) => place.id} />
      )}
      {value?.next && (
        <nav aria-label="Pages of venues">
          <ButtonLink href={listUrl({ q, cursor: value.next })}>More venues</ButtonLink>
        </nav>
      )}
    </AdminPage>
  );
}

const COLUMNS: readonly Column<Schemas["TownPlace"]>[] = [
  { key: "name", head: "Venue", cell: (place) => <Link href={placeUrl(place.id)}>{place.label}</Link> },
  { key: "address", head: "Address", cell: (place) => place.address ?? <span className="soft">unknown</span> },
  { key: "map", head: "On the map", cell: (place) => (place.latitude === null ? <span className="soft">no</span> : "yes") },
  { key: "spellings", head: "Spellings", number: true, cell: (place) => place.spellings },
  { key: "rooms", head: "Rooms", number: true, cell: (place) => place.rooms || "" },
  { key: "events", head: "Events", number: true, cell: (place) => place.events },
];

function listUrl(search: { q?: string; cursor?: string }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value) query.set(name, value);
  return query.size > 0 ? `/admin/venues/?${query}` : "/admin/venues/";
}
