/** What a run changed: new, changed and withdrawn events. For a suspect or failed run, also the events it missed. */
import Link from "next/link";

import { api, unwrap, type Schemas } from "@/api/client";
import { Table, type Column } from "@/components/Table";
import { eventUrl, runUrl } from "@/admin/urls";
import { LoadingOrError } from "@/admin/AdminPage";
import { ExternalLink } from "@/admin/ExternalLink";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { formatInZone, Timestamp } from "@/admin/Timestamp";
import { useOffice } from "@/language/office";
import { fieldLabel, formatValue } from "@/events/describeChange";
import { useRunTexts, type RunTexts } from "@/language/office/runs";

type Texts = ReturnType<typeof useOffice>;
type Diff = Schemas["Diff"];
type Touched = Schemas["TouchedEvent"];
type Shortened = Schemas["ShortenedEvent"];
type Change = Schemas["FieldChange"];

const MAX_SHOWN = 100;

export function RunDiff({ run }: { run: Pick<Schemas["Run"], "id" | "status"> }) {
  const texts = useRunTexts().diff;
  const { value, problem, retry } = useAdminRemote(`diff ${run.id}`, (signal) =>
    unwrap(api.GET("/api/runs/{run_id}/diff", { signal, params: { path: { run_id: run.id }, query: { limit: MAX_SHOWN } } })),
  );
  if (!value) return <LoadingOrError problem={problem} onRetry={retry} />;
  return (
    <section className="stack" aria-labelledby="diff">
      <h2 id="diff">{texts.head}</h2>
      <DiffTables diff={value} untrusted={run.status === "suspect" || run.status === "failed"} />
    </section>
  );
}

function DiffTables({ diff, untrusted }: { diff: Diff; untrusted: boolean }) {
  const texts = useRunTexts().diff;
  const empty = !Object.values(diff.totals).some((total) => total > 0);
  if (empty) return <p className="soft">{untrusted ? texts.noneMissing : texts.none}</p>;
  return (
    <div className="stack">
      <TouchedEvents title={texts.missing} events={diff.missing} total={diff.totals.missing} />
      <ShortenedEvents title={texts.shortened} events={diff.would_shorten} total={diff.totals.would_shorten} />
      <Changes changes={diff.changes} total={diff.totals.changes} />
      <TouchedEvents title={texts.new} events={diff.new} total={diff.totals.new} />
      <TouchedEvents title={texts.withdrawn} events={diff.withdrawn} total={diff.totals.withdrawn} />
    </div>
  );
}

const eventColumns = (texts: Texts): readonly Column<Touched>[] => [
  { key: "title", head: texts.editor.event, cell: (event) => <Link href={eventUrl(event.event_id)}>{event.title}</Link> },
  {
    key: "when",
    head: texts.runs.nextDate,
    cell: (event) => (event.starts_at && event.timezone ? formatInZone(event.starts_at, event.timezone) : texts.runs.noDates),
  },
  { key: "page", head: texts.suggestions.link, cell: (event) => <ExternalLink url={event.url} /> },
];

const absenceColumns = (texts: Texts): readonly Column<Touched>[] => [
  { key: "since", head: texts.runs.missingSince, cell: (event) => <Timestamp at={event.missing_since} fallback={texts.runs.notMissing} /> },
  {
    key: "runs",
    head: texts.runs.inRuns,
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
  const texts = useOffice();
  if (events.length === 0) return null;
  const absent = events.some((event) => event.missing_since);
  const columns = [...eventColumns(texts), ...(absent ? absenceColumns(texts) : [])];
  return <Table caption={texts.runs.caption(title, events.length, total ?? events.length)} columns={columns} rows={events} rowKey={(event) => event.event_id} />;
}

const shortenedColumns = (texts: Texts): readonly Column<Shortened>[] => [
  { key: "title", head: texts.editor.event, cell: (event) => <Link href={eventUrl(event.event_id)}>{event.title}</Link> },
  { key: "showings", head: texts.runs.showings, cell: (event) => `${event.showings} / ${event.of}` },
  { key: "from", head: texts.runs.from, cell: (event) => formatInZone(event.starts_at, event.timezone) },
  { key: "page", head: texts.suggestions.link, cell: (event) => <ExternalLink url={event.url} /> },
];

export function ShortenedEvents({ title, events, total }: { title: string; events: readonly Shortened[]; total: number | undefined }) {
  const texts = useOffice();
  if (events.length === 0) return null;
  return (
    <Table
      caption={texts.runs.caption(title, events.length, total ?? events.length)}
      columns={shortenedColumns(texts)}
      rows={events}
      rowKey={(event) => event.event_id}
    />
  );
}

const changeColumns = (texts: RunTexts["diff"]): readonly Column<Change>[] => [
  { key: "event", head: texts.event, cell: (change) => <Link href={eventUrl(change.event_id)}>{change.title}</Link> },
  { key: "field", head: texts.field, cell: (change) => fieldLabel(change.field) },
  { key: "old", head: texts.before, cell: (change) => <Value value={change.old} field={change.field} /> },
  { key: "new", head: texts.after, cell: (change) => <Value value={change.new} field={change.field} /> },
];

function Changes({ changes, total }: { changes: readonly Change[]; total: number | undefined }) {
  const texts = useOffice();
  const diff = useRunTexts().diff;
  if (changes.length === 0) return null;
  const numbered = changes.map((change, index) => ({ ...change, index }));
  return (
    <Table
      caption={texts.runs.caption(diff.changed, changes.length, total ?? changes.length)}
      columns={changeColumns(diff)}
      rows={numbered}
      rowKey={(change) => (change as (typeof numbered)[number]).index}
    />
  );
}

function Value({ value, field }: { value: unknown; field: string }) {
  const texts = useRunTexts().diff;
  return value == null ? <span className="soft">{texts.empty}</span> : <span className="break">{formatValue(value, field)}</span>;
}
