/** Finds events, hides them from the public, and does one act on all that are found. */
import Link from "next/link";
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button, ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { BulkActs } from "@/admin/events/BulkActs";
import { EventFilters } from "@/admin/events/EventFilters";
import { HiddenEvents } from "@/admin/events/HiddenEvents";
import { filterQuery, isFiltered, searchOf, searchUrl, type EventSearchFilter } from "@/admin/events/search";
import { NEW_EVENT, queryParam, eventUrl } from "@/admin/urls";
import { HideDialog } from "@/admin/events/HideDialog";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { useHasScope } from "@/admin/session";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useLocale } from "@/language/languages";
import { useOffice } from "@/language/office";
import { SearchBox } from "@/events/SearchBox";
import { formatMoment, localMoment } from "@/time/moments";

const PAGE_SIZE = 30;

export function EventSearch({ ready }: { ready: boolean }) {
  const router = useRouter();
  const search = searchOf(router.query);
  const cursor = queryParam(router.query, "cursor");
  const hidden = queryParam(router.query, "hidden") !== undefined;
  const canEdit = useHasScope("edit");
  const { editor, find: texts } = useOffice();
  const show = (wanted: EventSearchFilter) => void router.replace(searchUrl(wanted));
  return (
    <AdminPage
      title={texts.title}
      about={texts.about}
     
      actions={
        canEdit && (
          <ButtonLink look="primary" href={NEW_EVENT}>
            {editor.add}
          </ButtonLink>
        )
      }
    >
      {canEdit && (
        <nav className="row" aria-label={texts.which}>
          <ButtonLink href={searchUrl({})} aria-current={hidden ? undefined : "page"} look={hidden ? "plain" : "primary"}>
            {texts.visible}
          </ButtonLink>
          <ButtonLink href={searchUrl({ hidden: "1" })} aria-current={hidden ? "page" : undefined} look={hidden ? "primary" : "plain"}>
            {texts.hidden}
          </ButtonLink>
        </nav>
      )}
      {hidden ? (
        <HiddenEvents cursor={cursor} />
      ) : (
        <>
          <SearchBox query={search.q ?? ""} onSearch={(q) => show({ ...search, q })} label={texts.search} placeholder={texts.searchHint} />
          <EventFilters search={search} onChange={show} />
          <VisibleEvents search={search} cursor={cursor} ready={ready} />
        </>
      )}
    </AdminPage>
  );
}

function VisibleEvents({ search, cursor, ready }: { search: EventSearchFilter; cursor?: string; ready: boolean }) {
  const [hiding, setHiding] = useState<Schemas["EventSummary"]>();
  const canEdit = useHasScope("edit");
  const office = useOffice();
  const texts = office.find;
  const query = { ...filterQuery(search), cursor, limit: PAGE_SIZE, dates: "all" as const };
  const { value, problem, retry } = useAdminRemote(ready ? `events ${JSON.stringify(query)}` : null, (signal) =>
    unwrap(api.GET("/api/events", { signal, cache: "no-store", params: { query } })),
  );
  if (!value) return <LoadingOrError problem={problem} onRetry={retry} />;
  const filtered = isFiltered(search);
  const columns: readonly Column<Schemas["EventSummary"]>[] = [
    { key: "title", head: texts.event, cell: (event) => <Link href={eventUrl(event.id)}>{event.title}</Link> },
    { key: "when", head: texts.next, cell: (event) => <NextDate time={event.occurrences[0]} /> },
    { key: "venue", head: texts.venue, cell: (event) => event.venue?.name ?? <span className="soft">{office.nothing}</span> },
    { key: "source", head: texts.source, cell: (event) => event.source.title },
    ...(canEdit
      ? [
          {
            key: "actions",
            head: texts.actions,
            cell: (event: Schemas["EventSummary"]) => (
              <Button onClick={() => setHiding(event)}>
                {texts.hide}
                <span className="visually-hidden"> {event.title}</span>
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      {value.events.length === 0 ? (
        <EmptyState title={texts.none}>{filtered ? texts.noMatch : texts.noneUpcoming}</EmptyState>
      ) : (
        <Table caption={filtered ? texts.captionMatching : texts.caption} columns={columns} rows={value.events} rowKey={(event) => event.id} />
      )}
      {value.next && (
        <nav aria-label={texts.pages}>
          <ButtonLink href={searchUrl({ ...search, cursor: value.next })}>{texts.more}</ButtonLink>
        </nav>
      )}
      {canEdit && filtered && <BulkActs search={search} onDone={retry} />}
      <HideDialog event={hiding} onClose={() => setHiding(undefined)} onDone={retry} />
    </>
  );
}

function NextDate({ time }: { time: Schemas["EventTime"] | undefined }) {
  const texts = useOffice();
  const locale = useLocale();
  if (!time) return <span className="soft">{texts.nothing}</span>;
  const byDay = time.all_day || !time.time_known;
  return <>{formatMoment(byDay ? time.local_date : localMoment(time.starts_at, time.timezone), locale)}</>;
}
