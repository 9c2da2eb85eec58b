/** Finds events, hides them from the public, and lists the hidden ones. */
import Link from "next/link";
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button, ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { NEW_EVENT, queryParam, eventUrl } from "@/admin/urls";
import { ShowButton } from "@/admin/events/ShowButton";
import { HideDialog } from "@/admin/events/HideDialog";
import { Timestamp, formatInZone } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { useHasScope } from "@/admin/session";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";
import { SearchBox } from "@/events/SearchBox";

const PAGE_SIZE = 30;

type Search = { q?: string; hidden?: string; cursor?: string };

export function EventSearch({ ready }: { ready: boolean }) {
  const router = useRouter();
  const [q, cursor] = [queryParam(router.query, "q"), queryParam(router.query, "cursor")];
  const hidden = queryParam(router.query, "hidden") !== undefined;
  const canEdit = useHasScope("edit");
  const texts = useOffice();
  return (
    <AdminPage title="Events" about="Find an event to correct, copy, cancel, join, or hide it. Crawls keep updating hidden events." actions={canEdit && <ButtonLink look="primary" href={NEW_EVENT}>{texts.editor.add}</ButtonLink>}>
      {canEdit && (
        <nav className="row" aria-label="Visibility">
          <ButtonLink href={pageUrl({})} aria-current={hidden ? undefined : "page"} look={hidden ? "plain" : "primary"}>
            Visible
          </ButtonLink>
          <ButtonLink href={pageUrl({ hidden: "1" })} aria-current={hidden ? "page" : undefined} look={hidden ? "primary" : "plain"}>
            Hidden
          </ButtonLink>
        </nav>
      )}
      {hidden ? (
        <HiddenEvents cursor={cursor} />
      ) : (
        <>
          <SearchBox
            query={q ?? ""}
            onSearch={(query) => void router.replace(pageUrl({ q: query }))}
            placeholder="Title, venue or keyword"
          />
          <VisibleEvents q={q} cursor={cursor} ready={ready} />
        </>
      )}
    </AdminPage>
  );
}

function pageUrl(search: Search): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value) query.set(name, value);
  return query.size > 0 ? `/admin/events/?${query}` : "/admin/events/";
}

function VisibleEvents({ q, cursor, ready }: { q?: string; cursor?: string; ready: boolean }) {
  const [hiding, setHiding] = useState<Schemas["EventSummary"]>();
  const canEdit = useHasScope("edit");
  const { value, problem, retry } = useAdminRemote(ready ? `events ${q} ${cursor}` : null, (signal) =>
    unwrap(api.GET("/api/events", { signal, cache: "no-store", params: { query: { q, cursor, limit: PAGE_SIZE, dates: "all" } } })),
  );
  if (!value) return <LoadingOrError problem={problem} onRetry={retry} what="events" />;
  if (value.events.length === 0)
    return <EmptyState title="No events found">{q ? "No upcoming event matches your search." : "There are no upcoming events."}</EmptyState>;
  const columns: readonly Column<Schemas["EventSummary"]>[] = [
    { key: "title", head: "Event", cell: (event) => <Link href={eventUrl(event.id)}>{event.title}</Link> },
    { key: "when", head: "Next date", cell: (event) => <NextDate time={event.occurrences[0]} /> },
    { key: "venue", head: "Venue", cell: (event) => event.venue?.name ?? <span className="soft">none</span> },
    { key: "source", head: "Source", cell: (event) => event.source.title },
    {
      key: "actions",
      head: "Actions",
      cell: (event) =>
        canEdit && (
          <Button onClick={() => setHiding(event)}>
            Hide<span className="visually-hidden"> {event.title}</span>
          </Button>
        ),
    },
  ];
  return (
    <>
      <Table caption={q ? `Upcoming events matching “${q}”` : "Upcoming events"} columns={columns} rows={value.events} rowKey={(event) => event.id} />
      {value.next && (
        <nav aria-label="Pages of events">
          <ButtonLink href={pageUrl({ q, cursor: value.next })}>More events</ButtonLink>
        </nav>
      )}
      <HideDialog event={hiding} onClose={() => setHiding(undefined)} onDone={retry} />
    </>
  );
}

function NextDate({ time }: { time: Schemas["EventTime"] | undefined }) {
  if (!time) return <span className="soft">none</span>;
  return <>{time.all_day || !time.time_known ? time.local_date : formatInZone(time.starts_at, time.timezone)}</>;
}

function HiddenEvents({ cursor }: { cursor?: string }) {
  const { value, problem, retry } = useAdminRemote(`hidden ${cursor}`, (signal) =>
    unwrap(api.GET("/api/hidden", { signal, params: { query: { cursor, limit: PAGE_SIZE } } })),
  );
  if (!value) return <LoadingOrError problem={problem} onRetry={retry} what="hidden events" />;
  if (value.events.length === 0) return <EmptyState title="No hidden events">The public sees every event.</EmptyState>;
  const columns: readonly Column<Schemas["Visibility"]>[] = [
    { key: "title", head: "Event", cell: (event) => <Link href={eventUrl(event.event_id)}>{event.title}</Link> },
    { key: "reason", head: "Reason", cell: (event) => event.hidden_reason },
    { key: "by", head: "Hidden by", cell: (event) => event.hidden_by },
    { key: "at", head: "Hidden", cell: (event) => <Timestamp at={event.hidden_at} /> },
    { key: "actions", head: "Actions", cell: (event) => <ShowButton eventId={event.event_id} title={event.title} onDone={retry} /> },
  ];
  return (
    <>
      <Table caption="Hidden events, most recently hidden first" columns={columns} rows={value.events} rowKey={(event) => event.event_id} />
      {value.next && <ButtonLink href={pageUrl({ hidden: "1", cursor: value.next })}>Older hidden events</ButtonLink>}
    </>
  );
}
