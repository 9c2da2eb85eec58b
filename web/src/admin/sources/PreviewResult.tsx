/** The first events that an address would bring, and what could not be read of it. */
import { Table, type Column } from "@/components/Table";
import { OutLink } from "@/admin/OutLink";

type Told = Record<string, unknown>;
const MINUTES = "2026-11-29T20:00".length; // local to the venue; what follows are seconds and the offset

export function PreviewResult({ result }: { result: Told }) {
  const events = listOf(result.events);
  const problems = Array.isArray(result.problems) ? result.problems.map(String) : [];
  const found = Number(result.found ?? events.length);
  const missed = Number(result.problem_count ?? problems.length);
  return (
    <div className="stack">
      <p>
        <strong>
          {found} {found === 1 ? "event" : "events"}
        </strong>
        , read as {String(result.kind ?? "")}
        {missed > 0 && `; ${missed} ${missed === 1 ? "record" : "records"} could not be read`}.
      </p>
      {events.length > 0 && (
        <Table
          caption={events.length < found ? `The first ${events.length}` : "All of them"}
          columns={COLUMNS}
          rows={events.map((event, place) => ({ ...event, place }))}
          rowKey={(event) => Number(event.place)}
        />
      )}
      {problems.length > 0 && (
        <ul className="break small">
          {problems.map((problem, place) => (
            <li key={place}>{problem}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

const COLUMNS: readonly Column<Told>[] = [
  { key: "title", head: "Event", cell: (event) => textOf(event.title) },
  { key: "when", head: "First time", cell: (event) => firstTime(event) },
  { key: "venue", head: "Venue", cell: (event) => textOf((event.venue as Told | null)?.name) },
  { key: "url", head: "Its page", cell: (event) => <OutLink address={textOf(event.url)} /> },
];

function firstTime(event: Told): string {
  const times = listOf(event.occurrences);
  const more = times.length > 1 ? ` (and ${times.length - 1} more)` : "";
  return `${textOf(times[0]?.starts_at).slice(0, MINUTES).replace("T", " ")}${more}`;
}

function listOf(value: unknown): Told[] {
  return Array.isArray(value) ? value.filter((one): one is Told => typeof one === "object" && one !== null) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
