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
import { useOffice, type OfficeTexts } from "@/language/office";
import { useVenueTexts } from "@/language/office/venues";
import type { VenueTexts } from "@/language/office/venues.en";

const PAGE_SIZE = 50;

export function PlaceList({ ready }: { ready: boolean }) {
  const router = useRouter();
  const [q, cursor] = [queryParam(router.query, "q"), queryParam(router.query, "cursor")];
  const canEdit = useHasScope("edit");
  const office = useOffice();
  const texts = useVenueTexts();
  const { value, problem, retry } = useAdminRemote(ready ? `places ${q} ${cursor}` : null, (signal) =>
    unwrap(api.GET("/api/places", { signal, cache: "no-store", params: { query: { q, cursor, limit: PAGE_SIZE } } })),
  );
  return (
    <AdminPage title={texts.title} about={texts.about}>
      {canEdit && <PlaceSuggestions onDone={retry} />}
      <SearchBox
        label={texts.search}
        query={q ?? ""}
        onSearch={(query) => void router.replace(listUrl({ q: query }))}
        placeholder={texts.searchHint}
      />
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.places.length === 0 ? (
        <EmptyState title={texts.none}>{q ? texts.noMatch : texts.firstHarvest}</EmptyState>
      ) : (
        <Table caption={texts.caption} columns={columnsIn(office, texts)} rows={value.places} rowKey={(place) => place.id} />
      )}
      {value?.next && (
        <nav aria-label={texts.pages}>
          <ButtonLink href={listUrl({ q, cursor: value.next })}>{texts.more}</ButtonLink>
        </nav>
      )}
    </AdminPage>
  );
}

function columnsIn({ unknown, yes, no }: OfficeTexts, texts: VenueTexts): readonly Column<Schemas["TownPlace"]>[] {
  return [
    { key: "name", head: texts.venue, cell: (place) => <Link href={placeUrl(place.id)}>{place.label}</Link> },
    { key: "address", head: texts.address, cell: (place) => place.address ?? <span className="soft">{unknown}</span> },
    { key: "map", head: texts.onMap, cell: (place) => (place.latitude === null ? <span className="soft">{no}</span> : yes) },
    { key: "spellings", head: texts.spellings, number: true, cell: (place) => place.spellings },
    { key: "rooms", head: texts.rooms, number: true, cell: (place) => place.rooms || "" },
    { key: "events", head: texts.events, number: true, cell: (place) => place.events },
  ];
}

function listUrl(search: { q?: string; cursor?: string }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value) query.set(name, value);
  return query.size > 0 ? `/admin/venues/?${query}` : "/admin/venues/";
}
