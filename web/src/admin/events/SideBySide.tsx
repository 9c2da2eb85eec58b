/** Listings of two or more sources side by side, a row for each field; what differs is marked. On a phone, each field is a
 * block with the sources below each other. */
import Link from "next/link";
import type { ReactNode } from "react";

import type { Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { ExternalLink } from "@/admin/ExternalLink";
import { FieldValue } from "@/admin/events/FieldValue";
import { eventUrl } from "@/admin/urls";
import { useLocale } from "@/language/languages";
import { useOffice, type OfficeTexts } from "@/language/office";
import { formatMoment, localMoment } from "@/time/moments";

export type ListedEvent = Schemas["ListedEvent"];

export function SideBySide({ events, actions }: { events: readonly ListedEvent[]; actions?: (event: ListedEvent) => ReactNode }) {
  const texts = useOffice();
  const locale = useLocale();
  const rows = ROWS.filter((row) => events.some((event) => row.words(event, texts, locale) || event.corrected.some((one) => row.fields.includes(one.field))));
  return (
    <div className="compare" role="region" aria-label={texts.suggestions.source} tabIndex={0}>
      <table className="compare__table">
        <thead>
          <tr>
            <td />
            {events.map((event) => (
              <th key={event.event_id} scope="col">
                <Link href={eventUrl(event.event_id)}>{event.source_title}</Link>{" "}
                {event.shown && !event.hidden_at && <Badge tone="good">{texts.suggestions.shown}</Badge>}
                {event.hidden_at && <Badge tone="warn">{texts.suggestions.hidden}</Badge>}
                {event.withdrawn_at && <Badge>{texts.suggestions.withdrawn}</Badge>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name(texts)}</th>
              {events.map((event) => {
                const words = row.words(event, texts, locale);
                const differs = row.key !== "url" && words !== row.words(events[0]!, texts, locale);
                return (
                  <td key={event.event_id} data-source={event.source_title}>
                    {!words ? <span className="soft">{texts.nothing}</span> : row.key === "url" ? <ExternalLink url={words} /> : words}
                    {row.fields.map((field) => (
                      <Correction key={field} event={event} field={field} />
                    ))}
                    {differs && words && <span className="compare__mark"> {texts.suggestions.differs}</span>}
                  </td>
                );
              })}
            </tr>
          ))}
          {actions && (
            <tr>
              <td />
              {events.map((event) => (
                <td key={event.event_id} data-source={event.source_title}>
                  {actions(event)}
                </td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** What people see instead of what the source says. */
function Correction({ event, field }: { event: ListedEvent; field: string }) {
  const texts = useOffice();
  const corrected = event.corrected.find((one) => one.field === field);
  if (!corrected) return null;
  return (
    <p className="compare__edit">
      <span className="soft">{texts.suggestions.corrected}</span> <FieldValue field={field} value={corrected.value} />
    </p>
  );
}

/** `fields`: the names that corrections of the row have. */
type Row = { key: string; fields: readonly string[]; name: (texts: OfficeTexts) => string; words: (event: ListedEvent, texts: OfficeTexts, locale: string) => string };

const ROWS: readonly Row[] = [
  { key: "title", fields: ["title"], name: (texts) => texts.fields.title!, words: (event) => event.title },
  { key: "when", fields: ["starts_at", "ends_at"], name: (texts) => texts.suggestions.when, words: whenOf },
  { key: "venue", fields: ["venue"], name: (texts) => texts.fields.venue!, words: (event) => placeOf(event) },
  { key: "status", fields: ["status"], name: (texts) => texts.suggestions.status, words: (event, texts) => texts.statuses[event.status] ?? event.status },
  { key: "price", fields: ["price"], name: (texts) => texts.fields.price!, words: (event) => event.price ?? "" },
  { key: "organizer", fields: ["organizer"], name: (texts) => texts.fields.organizer!, words: (event) => event.organizer ?? "" },
  { key: "excerpt", fields: ["description"], name: (texts) => texts.fields.description!, words: (event) => event.excerpt ?? "" },
  { key: "url", fields: ["url"], name: (texts) => texts.suggestions.link, words: (event) => event.url ?? "" },
];

function whenOf(event: ListedEvent, texts: OfficeTexts, locale: string): string {
  if (!event.next_at || !event.timezone) return "";
  const start = localMoment(event.next_at, event.timezone);
  const first = formatMoment(event.next_by_day ? start.slice(0, 10) : start, locale);
  return event.times > 1 ? `${first} (${texts.suggestions.dates(event.times)})` : first;
}

function placeOf(event: ListedEvent): string {
  return [event.venue, event.address === event.venue ? null : event.address].filter(Boolean).join(", ");
}
