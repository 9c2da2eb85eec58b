/** Find an event to look at or to hide; and those that are hidden. */
import Link from "next/link";
import { useRouter } from "next/router";
import { useState } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { Button, ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { asked, eventAddress } from "@/admin/addresses";
import { ShowButton } from "@/admin/events/ShowButton";
import { HideDialog } from "@/admin/events/HideDialog";
import { Moment, zonedWords } from "@/admin/Moment";
import { OfficePage, Waiting } from "@/admin/OfficePage";
import { useMay } from "@/admin/session";
import { useOffice } from "@/admin/useOffice";
import { SearchLine } from "@/events/SearchLine";

const PAGE = 30;

type Wanted = { q?: string; hidden?: string; cursor?: string };

export function EventSearch({ ready }: { ready: boolean }) {
  const router = useRouter();
  const [q, cursor] = [asked(router.query, "q"), asked(router.query, "cursor")];
  const hidden = asked(router.query, "hidden") !== undefined;
  const mayEdit = useMay("edit");
  return (
    <OfficePage title="Events" about="What people see, and what is kept from them. Harvests go on updating a hidden event.">
      {mayEdit && (
        <nav className="row" aria-label="Which events">
          <ButtonLink href={address({})} aria-current={hidden ? undefined : "page"} look={hidden ? "plain" : "primary"}>
            Shown
          </ButtonLink>
          <ButtonLink href={address({ hidden: "1" })} aria-current={hidden ? "page" : undefined} look={hidden ? "primary" : "plain"}>
            Hidden
          </ButtonLink>
        </nav>
      )}
      {hidden ? (
        <Hidden cursor={cursor} />
      ) : (
        <>
          <SearchLine
            words={q ?? ""}
            onSearch={(words) => void router.replace(address({ q: words }))}
            placeholder="A title, a venue, a word …"
          />
          <Shown q={q} cursor={cursor} ready={ready} />
        </>
      )}
    </OfficePage>
  );
}

function address(wanted: Wanted): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value) query.set(name, value);
  return query.size > 0 ? `/admin/events/?${query}` : "/admin/events/";
}

function Shown({ q, cursor, ready }: { q?: string; cursor?: string; ready: boolean }) {
  const [hiding, setHiding] = useState<Schemas["EventSummary"]>();
  const mayEdit = useMay("edit");
  const { value, problem, retry } = useOffice(ready ? `events ${q} ${cursor}` : null, (signal) =>
    answered(api.GET("/api/events", { signal, cache: "no-store", params: { query: { q, cursor, limit: PAGE } } })),
  );
  if (!value) return <Waiting problem={problem} onRetry={retry} what="events" />;
  if (value.events.length === 0)
    return <EmptyState title="Nothing found">{q ? "No event that is to come has these words." : "No event is to come."}</EmptyState>;
  const columns: readonly Column<Schemas["EventSummary"]>[] = [
    { key: "title", head: "Event", cell: (event) => <Link href={eventAddress(event.id)}>{event.title}</Link> },
    { key: "when", head: "Next", cell: (event) => <First time={event.occurrences[0]} /> },
    { key: "venue", head: "Venue", cell: (event) => event.venue?.name ?? <span className="soft">none</span> },
    { key: "source", head: "Source", cell: (event) => event.source.title },
    {
      key: "act",
      head: "Act",
      cell: (event) =>
        mayEdit && (
          <Button onClick={() => setHiding(event)}>
            Hide<span className="visually-hidden"> {event.title}</span>
          </Button>
        ),
    },
  ];
  return (
    <>
      <Table caption={q ? `Events with “${q}”` : "Events to come"} columns={columns} rows={value.events} rowKey={(event) => event.id} />
      {value.next && (
        <nav aria-label="Pages of events">
          <ButtonLink href={address({ q, cursor: value.next })}>More events</ButtonLink>
        </nav>
      )}
      <HideDialog event={hiding} onClose={() => setHiding(undefined)} onDone={retry} />
    </>
  );
}

function First({ time }: { time: Schemas["Time"] | undefined }) {
  if (!time) return <span className="soft">none</span>;
  return <>{time.all_day || !time.time_known ? time.local_date : zonedWords(time.starts_at, time.timezone)}</>;
}

function Hidden({ cursor }: { cursor?: string }) {
  const { value, problem, retry } = useOffice(`hidden ${cursor}`, (signal) =>
    answered(api.GET("/api/hidden", { signal, params: { query: { cursor, limit: PAGE } } })),
  );
  if (!value) return <Waiting problem={problem} onRetry={retry} what="hidden events" />;
  if (value.events.length === 0) return <EmptyState title="No event is hidden">Everything that was harvested is shown.</EmptyState>;
  const columns: readonly Column<Schemas["Visibility"]>[] = [
    { key: "title", head: "Event", cell: (event) => <Link href={eventAddress(event.event_id)}>{event.title}</Link> },
    { key: "reason", head: "Why", cell: (event) => event.hidden_reason },
    { key: "by", head: "By", cell: (event) => event.hidden_by },
    { key: "at", head: "When", cell: (event) => <Moment at={event.hidden_at} /> },
    { key: "act", head: "Act", cell: (event) => <ShowButton eventId={event.event_id} title={event.title} onDone={retry} /> },
  ];
  return (
    <>
      <Table caption="Hidden events, the last hidden first" columns={columns} rows={value.events} rowKey={(event) => event.event_id} />
      {value.next && <ButtonLink href={address({ hidden: "1", cursor: value.next })}>Earlier ones</ButtonLink>}
    </>
  );
}
