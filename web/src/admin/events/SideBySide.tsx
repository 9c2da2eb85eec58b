/** Listings of two or more sources side by side, a row for each field; what differs is marked. On a phone, each field is a
 * block with the sources below each other. */
import Link from "next/link";
import type { ReactNode } from "react";

import type { Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { ExternalLink } from "@/admin/ExternalLink";
import { eventUrl } from "@/admin/urls";
import { useLocale } from "@/language/languages";
import { useOffice, type OfficeTexts } from "@/language/office";
import { formatMoment, localMoment } from "@/time/moments";

export type ListedEvent = Schemas["ListedEvent"];

export function SideBySide({ events, actions }: { events: readonly ListedEvent[]; actions?: (event: ListedEvent) => ReactNode }) {
  const texts = useOffice();
  const locale = useLocale();
  const rows = ROWS.filter((row) => events.some((event) => row.words(event, texts, locale)));
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
                const differs = words !== row.words(events[0]!, texts, locale);
                return (
                  <td key={event.event_id} data-source={event.source_title}>
                    {!words ? <span className="soft">{texts.nothing}</span> : row.key === "url" ? <ExternalLink url={words} /> : words}
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

type Row = { key: string; name: (texts: OfficeTexts) => string; words: (event: ListedEvent, texts: OfficeTexts, locale: string) => string };

const ROWS: readonly Row[] = [
  { key: "title", name: (texts) => texts.fields.title!, words: (event) => event.title },
  { key: "when", name: (texts) => texts.suggestions.when, words: whenOf },
  { key: "venue", name: (texts) => texts.fields.venue!, words: (event) => placeOf(event) },
  { key: "status", name: (texts) => texts.suggestions.status, words: (event, texts) => texts.statuses[event.status] ?? event.status },
  { key: "price", name: (texts) => texts.fields.price!, words: (event) => event.price ?? "" },
  { key: "organizer", name: (texts) => texts.fields.organizer!, words: (event) => event.organizer ?? "" },
  { key: "excerpt", name: (texts) => texts.fields.description!, words: (event) => event.excerpt ?? "" },
  { key: "url", name: (texts) => texts.suggestions.link, words: (event) => event.url ?? "" },
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
