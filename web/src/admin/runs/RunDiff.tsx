/** What a run changed: new, changed from what to what, withdrawn; and what one that is not believed did not see. */
import Link from "next/link";

import { answered, api, type Schemas } from "@/api/client";
import { Table, type Column } from "@/components/Table";
import { eventAddress } from "@/admin/addresses";
import { Waiting } from "@/admin/OfficePage";
import { OutLink } from "@/admin/OutLink";
import { useOffice } from "@/admin/useOffice";
import { zonedWords } from "@/admin/Moment";
import { fieldWords, valueWords } from "@/events/changeWords";

type Diff = Schemas["Diff"];
type Touched = Schemas["TouchedEvent"];
type Change = Schemas["FieldChange"];

const SHOWN = 100;

export function RunDiff({ run }: { run: Pick<Schemas["Run"], "id" | "status"> }) {
  const { value, problem, retry } = useOffice(`diff ${run.id}`, (signal) =>
    answered(api.GET("/api/runs/{run_id}/diff", { signal, params: { path: { run_id: run.id }, query: { limit: SHOWN } } })),
  );
  if (!value) return <Waiting problem={problem} onRetry={retry} what="changes of the run" />;
  return (
    <section className="stack" aria-labelledby="diff">
      <h2 id="diff">What it changed</h2>
      <DiffTables diff={value} doubted={run.status === "suspect" || run.status === "failed"} />
    </section>
  );
}

function DiffTables({ diff, doubted }: { diff: Diff; doubted: boolean }) {
  const nothing = !Object.values(diff.totals).some((total) => total > 0);
  if (nothing) return <p className="soft">{doubted ? "Nothing, and nothing is missing." : "Nothing."}</p>;
  return (
    <div className="stack">
      <Touches title="Missing: not seen, though it is still to come. It stays as it was" events={diff.missing} total={diff.totals.missing} />
      <Changes changes={diff.changes} total={diff.totals.changes} />
      <Touches title="New" events={diff.new} total={diff.totals.new} />
      <Touches title="Withdrawn" events={diff.withdrawn} total={diff.totals.withdrawn} />
    </div>
  );
}

const TOUCHED: readonly Column<Touched>[] = [
  { key: "title", head: "Event", cell: (event) => <Link href={eventAddress(event.event_id)}>{event.title}</Link> },
  {
    key: "when",
    head: "Next",
    cell: (event) => (event.starts_at && event.timezone ? zonedWords(event.starts_at, event.timezone) : "no time to come"),
  },
  { key: "page", head: "Its page", cell: (event) => <OutLink address={event.url} /> },
];

export function Touches({ title, events, total }: { title: string; events: readonly Touched[]; total: number | undefined }) {
  if (events.length === 0) return null;
  return <Table caption={captionOf(title, events.length, total)} columns={TOUCHED} rows={events} rowKey={(event) => event.event_id} />;
}

const CHANGED: readonly Column<Change>[] = [
  { key: "event", head: "Event", cell: (change) => <Link href={eventAddress(change.event_id)}>{change.title}</Link> },
  { key: "field", head: "What", cell: (change) => fieldWords(change.field) },
  { key: "old", head: "Before", cell: (change) => <Value value={change.old} field={change.field} /> },
  { key: "new", head: "Now", cell: (change) => <Value value={change.new} field={change.field} /> },
];

function Changes({ changes, total }: { changes: readonly Change[]; total: number | undefined }) {
  if (changes.length === 0) return null;
  const numbered = changes.map((change, place) => ({ ...change, place }));
  return (
    <Table
      caption={captionOf("Changed", changes.length, total)}
      columns={CHANGED}
      rows={numbered}
      rowKey={(change) => (change as (typeof numbered)[number]).place}
    />
  );
}

function Value({ value, field }: { value: unknown; field: string }) {
  return value == null ? <span className="soft">nothing</span> : <span className="break">{valueWords(value, field)}</span>;
}

function captionOf(title: string, shown: number, total: number = shown): string {
  return total > shown ? `${title} (the first ${shown} of ${total})` : `${title} (${total})`;
}
