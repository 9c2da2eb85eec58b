/** What a run changed: new, changed and withdrawn events. For a suspect or failed run, also the events it missed. */
import Link from "next/link";

import { api, unwrap, type Schemas } from "@/api/client";
import { Table, type Column } from "@/components/Table";
import { eventUrl, runUrl } from "@/admin/urls";
import { LoadingOrError } from "@/admin/AdminPage";
import { ExternalLink } from "@/admin/ExternalLink";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { formatInZone, Timestamp } from "@/admin/Timestamp";
import { fieldLabel, formatValue } from "@/events/describeChange";

type Diff = Schemas["Diff"];
type Touched = Schemas["TouchedEvent"];
type Shortened = Schemas["ShortenedEvent"];
type Change = Schemas["FieldChange"];

const MAX_SHOWN = 100;

export function RunDiff({ run }: { run: Pick<Schemas["Run"], "id" | "status"> }) {
  const { value, problem, retry } = useAdminRemote(`diff ${run.id}`, (signal) =>
    unwrap(api.GET("/api/runs/{run_id}/diff", { signal, params: { path: { run_id: run.id }, query: { limit: MAX_SHOWN } } })),
  );
  if (!value) return <LoadingOrError problem={problem} onRetry={retry} what="run’s changes" />;
  return (
    <section className="stack" aria-labelledby="diff">
      <h2 id="diff">Changes</h2>
      <DiffTables diff={value} untrusted={run.status === "suspect" || run.status === "failed"} />
    </section>
  );
}

function DiffTables({ diff, untrusted }: { diff: Diff; untrusted: boolean }) {
  const empty = !Object.values(diff.totals).some((total) => total > 0);
  if (empty) return <p className="soft">{untrusted ? "No changes, and no missing events." : "No changes."}</p>;
  return (
    <div className="stack">
      <TouchedEvents title="Upcoming events this run missed, left unchanged" events={diff.missing} total={diff.totals.missing} />
      <ShortenedEvents title="Showings this run missed, left unchanged" events={diff.would_shorten} total={diff.totals.would_shorten} />
      <Changes changes={diff.changes} total={diff.totals.changes} />
      <TouchedEvents title="New" events={diff.new} total={diff.totals.new} />
      <TouchedEvents title="Withdrawn" events={diff.withdrawn} total={diff.totals.withdrawn} />
    </div>
  );
}

const EVENT_COLUMNS: readonly Column<Touched>[] = [
  { key: "title", head: "Event", cell: (event) => <Link href={eventUrl(event.event_id)}>{event.title}</Link> },
  {
    key: "when",
    head: "Next date",
    cell: (event) => (event.starts_at && event.timezone ? formatInZone(event.starts_at, event.timezone) : "no upcoming dates"),
  },
  { key: "page", head: "Page", cell: (event) => <ExternalLink url={event.url} /> },
];

const ABSENCE_COLUMNS: readonly Column<Touched>[] = [
  { key: "since", head: "Missing since", cell: (event) => <Timestamp at={event.missing_since} fallback="not missing" /> },
  {
    key: "runs",
    head: "In runs",
    cell: (event) => (
      <ul role="list">
        {event.missed_by.map((run) => (
          <li key={run.id}>
            <Link href={runUrl(run.id)}>{run.id.slice(0, 8)}</Link>
          </li>
        ))}
      </ul>
    ),
  },
];

export function TouchedEvents({ title, events, total }: { title: string; events: readonly Touched[]; total: number | undefined }) {
  if (events.length === 0) return null;
  const absent = events.some((event) => event.missing_since);
  const columns = absent ? [...EVENT_COLUMNS, ...ABSENCE_COLUMNS] : EVENT_COLUMNS;
  return <Table caption={captionOf(title, events.length, total)} columns={columns} rows={events} rowKey={(event) => event.event_id} />;
}

const SHORTENED_COLUMNS: readonly Column<Shortened>[] = [
  { key: "title", head: "Event", cell: (event) => <Link href={eventUrl(event.event_id)}>{event.title}</Link> },
  { key: "showings", head: "Showings", cell: (event) => `${event.showings} of ${event.of}` },
  { key: "from", head: "From", cell: (event) => formatInZone(event.starts_at, event.timezone) },
  { key: "page", head: "Page", cell: (event) => <ExternalLink url={event.url} /> },
];

export function ShortenedEvents({ title, events, total }: { title: string; events: readonly Shortened[]; total: number | undefined }) {
  if (events.length === 0) return null;
  return (
    <Table
      caption={captionOf(title, events.length, total)}
      columns={SHORTENED_COLUMNS}
      rows={events}
      rowKey={(event) => event.event_id}
    />
  );
}

const CHANGE_COLUMNS: readonly Column<Change>[] = [
  { key: "event", head: "Event", cell: (change) => <Link href={eventUrl(change.event_id)}>{change.title}</Link> },
  { key: "field", head: "Field", cell: (change) => fieldLabel(change.field) },
  { key: "old", head: "Before", cell: (change) => <Value value={change.old} field={change.field} /> },
  { key: "new", head: "After", cell: (change) => <Value value={change.new} field={change.field} /> },
];

function Changes({ changes, total }: { changes: readonly Change[]; total: number | undefined }) {
  if (changes.length === 0) return null;
  const numbered = changes.map((change, index) => ({ ...change, index }));
  return (
    <Table
      caption={captionOf("Changed", changes.length, total)}
      columns={CHANGE_COLUMNS}
      rows={numbered}
      rowKey={(change) => (change as (typeof numbered)[number]).index}
    />
  );
}

function Value({ value, field }: { value: unknown; field: string }) {
  return value == null ? <span className="soft">empty</span> : <span className="break">{formatValue(value, field)}</span>;
}

function captionOf(title: string, shown: number, total: number = shown): string {
  return total > shown ? `${title} (the first ${shown} of ${total})` : `${title} (${total})`;
}
