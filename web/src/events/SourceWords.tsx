/** What each field of an event was read from: the source's own words, highlighted in what surrounds them. Loads when opened. */
import { useState, type ReactNode } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { ErrorState, Skeleton } from "@/components/states";
import type { Event } from "@/events/model";
import { webUrl } from "@/events/urls";
import { usePage, type PageTexts } from "@/language/page";
import { formatTimestamp } from "@/time/format";

type Origin = Schemas["FieldOrigin"];

export function SourceWords({ event }: { event: Event }) {
  const texts = usePage();
  const [opened, setOpened] = useState(false);
  const { value, problem, retry } = useRemote(opened ? `why ${event.id}` : null, (signal) =>
    unwrap(api.GET("/api/events/{event_id}/why", { signal, params: { path: { event_id: event.id } } })),
  );
  return (
    <details className="disclosure" onToggle={(toggle) => toggle.currentTarget.open && setOpened(true)}>
      <summary>{texts.origin.words}</summary>
      {problem ? (
        <ErrorState title={texts.origin.wordsFailed} detail={problem.detail} onRetry={retry} retry={texts.list.retry} />
      ) : !value ? (
        opened && <Skeleton className="skeleton--event" />
      ) : (
        <Quotes fields={value.fields} event={event} />
      )}
    </details>
  );
}

function Quotes({ fields, event }: { fields: readonly Origin[]; event: Event }) {
  const texts = usePage();
  const known = new Map(fields.map((field) => [field.field, field]));
  const names = [...new Set([...known.keys(), ...Object.keys(event.evidence.read_from)])];
  const shown = names.map((name) => ({ name, words: wordsFor(name, known.get(name), event, texts) })).filter(({ words }) => words);
  const answer = fields.find((field) => field.quote && field.address);
  if (shown.length === 0) return <p className="soft">{texts.origin.noWords}</p>;
  return (
    <div className="stack">
      <dl className="facts">
        {shown.map(({ name, words }) => (
          <div key={name}>
            <dt>{texts.fields[name] ?? name.replaceAll("_", " ")}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      {answer && <Answer field={answer} />}
    </div>
  );
}

/** The words where they stand; without them, the text that the field was read from, or who says it instead of the source. */
function wordsFor(name: string, field: Origin | undefined, event: Event, texts: PageTexts): ReactNode {
  if (field?.quote) return <Quote quote={field.quote} />;
  if (event.evidence.edited.includes(name)) return texts.origin.edited;
  const speaker = event.evidence.field_sources[name === "venue" ? "venue_id" : name];
  if (speaker) return speaker.title;
  const text = event.evidence.read_from[name];
  return text && `“${text}”`;
}

function Quote({ quote }: { quote: Schemas["Words"] }) {
  return (
    <blockquote className="words">
      {quote.before}
      <mark>{quote.words}</mark>
      {quote.after}
      <footer className="soft small" lang="en">
        {quote.place}
      </footer>
    </blockquote>
  );
}

function Answer({ field }: { field: Origin }) {
  const texts = usePage();
  const page = webUrl(field.address);
  return (
    <p className="soft small break">
      {texts.origin.read} {page ? <a href={page} rel="noreferrer">{page}</a> : field.address}
      {field.fetched_at && ` ${texts.origin.on} ${formatTimestamp(field.fetched_at)}`}
    </p>
  );
}
