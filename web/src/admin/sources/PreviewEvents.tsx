/** Events as a worker read them from a site, before they are stored. */
import { Table, type Column } from "@/components/Table";
import { ExternalLink } from "@/admin/ExternalLink";
import { useSourceTexts, type SourceTexts } from "@/language/office/sources";

export type PreviewRecord = Record<string, unknown>;
const MINUTES = "2026-11-29T20:00".length; // venue time; drops the seconds and the offset

/** The first of `found` events. */
export function PreviewEvents({ events, found }: { events: readonly PreviewRecord[]; found: number }) {
  const texts = useSourceTexts().preview;
  if (events.length === 0) return null;
  return (
    <Table
      caption={events.length < found ? texts.first(events.length) : texts.all}
      columns={columnsIn(texts)}
      rows={events.map((event, index) => ({ ...event, index }))}
      rowKey={(event) => Number(event.index)}
    />
  );
}

const columnsIn = (texts: SourceTexts["preview"]): readonly Column<PreviewRecord>[] => [
  { key: "title", head: texts.event, cell: (event) => <EventTitle event={event} /> },
  { key: "when", head: texts.date, cell: (event) => <span className="nowrap">{firstDate(event, texts)}</span> },
  { key: "venue", head: texts.venue, cell: (event) => textOf((event.venue as PreviewRecord | null)?.name) },
];

function EventTitle({ event }: { event: PreviewRecord }) {
  return (
    <span className="event-title">
      <ExternalLink url={textOf(event.url)}>{textOf(event.title)}</ExternalLink>
    </span>
  );
}

function firstDate(event: PreviewRecord, texts: SourceTexts["preview"]): string {
  const times = listOf(event.occurrences);
  const more = times.length > 1 ? texts.moreDates(times.length - 1) : "";
  return `${textOf(times[0]?.starts_at).slice(0, MINUTES).replace("T", " ")}${more}`;
}

export function listOf(value: unknown): PreviewRecord[] {
  return Array.isArray(value) ? value.filter((item): item is PreviewRecord => typeof item === "object" && item !== null) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
