/** The first events found at a previewed URL, and the records that couldn't be read. */
import { Table, type Column } from "@/components/Table";
import { ExternalLink } from "@/admin/ExternalLink";

type PreviewRecord = Record<string, unknown>;
const MINUTES = "2026-11-29T20:00".length; // venue time; drops the seconds and the offset

export function PreviewResult({ result }: { result: PreviewRecord }) {
  const events = listOf(result.events);
  const problems = Array.isArray(result.problems) ? result.problems.map(String) : [];
  const found = Number(result.found ?? events.length);
  const unread = Number(result.problem_count ?? problems.length);
  return (
    <div className="stack">
      <p>
        <strong>
          {found} {found === 1 ? "event" : "events"} found
        </strong>
        , read as {String(result.kind ?? "")}.
        {unread > 0 && ` ${unread} ${unread === 1 ? "record" : "records"} couldn’t be read.`}
      </p>
      {events.length > 0 && (
        <Table
          caption={events.length < found ? `First ${events.length} events` : "All events"}
          columns={COLUMNS}
          rows={events.map((event, index) => ({ ...event, index }))}
          rowKey={(event) => Number(event.index)}
        />
      )}
      {problems.length > 0 && (
        <ul className="break small">
          {problems.map((problem, index) => (
            <li key={index}>{problem}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

const COLUMNS: readonly Column<PreviewRecord>[] = [
  { key: "title", head: "Event", cell: (event) => textOf(event.title) },
  { key: "when", head: "First date", cell: (event) => firstDate(event) },
  { key: "venue", head: "Venue", cell: (event) => textOf((event.venue as PreviewRecord | null)?.name) },
  { key: "url", head: "Page", cell: (event) => <ExternalLink url={textOf(event.url)} /> },
];

function firstDate(event: PreviewRecord): string {
  const times = listOf(event.occurrences);
  const more = times.length > 1 ? ` (and ${times.length - 1} more)` : "";
  return `${textOf(times[0]?.starts_at).slice(0, MINUTES).replace("T", " ")}${more}`;
}

function listOf(value: unknown): PreviewRecord[] {
  return Array.isArray(value) ? value.filter((item): item is PreviewRecord => typeof item === "object" && item !== null) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
