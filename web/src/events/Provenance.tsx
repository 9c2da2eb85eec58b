/** Where an event's facts come from: its sources, their own words, and how it changed; and how to report a mistake. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { ErrorState, Skeleton } from "@/components/states";
import { webUrl } from "@/events/urls";
import { describeChange, fieldLabel } from "@/events/describeChange";
import type { Event } from "@/events/model";
import { SourceWords } from "@/events/SourceWords";
import { TipForm } from "@/events/TipForm";
import { useLocale } from "@/language/languages";
import { usePage, type PageTexts } from "@/language/page";
import { formatRelative, formatTimestamp } from "@/time/format";
import { say } from "@/language/say";

const MAX_CHANGES = 50;

export function Provenance({ event }: { event: Event }) {
  const texts = usePage();
  const { evidence } = event;
  const page = webUrl(evidence.url) ?? webUrl(evidence.source_url);
  return (
    <section className="stack" aria-labelledby="provenance">
      <h2 id="provenance">{texts.origin.head}</h2>
      <dl className="facts">
        <div>
          <dt>{texts.origin.source}</dt>
          <dd>
            <Linked page={page} title={evidence.source.title} />
          </dd>
        </div>
        {event.also_listed.length > 0 && (
          <div>
            <dt>{texts.origin.also}</dt>
            {event.also_listed.map((other) => (
              <dd key={other.event_id}>
                <Linked page={webUrl(other.url)} title={other.source.title} />
              </dd>
            ))}
          </div>
        )}
        {evidence.withdrawal && (
          <div>
            <dt>{texts.origin.removed}</dt>
            <dd>
              <TimeAgo at={evidence.withdrawal.at} /> {reasonOf(evidence.withdrawal, texts)}
            </dd>
          </div>
        )}
        {evidence.missing_since && !evidence.withdrawal && (
          <div>
            <dt>{texts.origin.missing}</dt>
            <dd>
              <TimeAgo at={evidence.missing_since} /> ({say(texts.origin.crawls, { count: evidence.missed_by.length })})
            </dd>
          </div>
        )}
        {evidence.last_seen_at && (
          <div>
            <dt>{texts.origin.lastSeen}</dt>
            <dd>
              <TimeAgo at={evidence.last_seen_at} />
            </dd>
          </div>
        )}
        <div>
          <dt>{texts.origin.firstSeen}</dt>
          <dd>
            <TimeAgo at={evidence.first_seen_at} />
          </dd>
        </div>
      </dl>
      <OtherSpeakers sources={evidence.field_sources} />
      <SourceWords event={event} />
      <History eventId={event.id} />
      {event.takes_tips && <TipForm eventId={event.id} />}
    </section>
  );
}

function Linked({ page, title }: { page: string | undefined; title: string }) {
  return page ? (
    <a href={page} rel="noreferrer">
      {title}
    </a>
  ) : (
    title
  );
}

function TimeAgo({ at }: { at: string }) {
  const locale = useLocale();
  return (
    <time dateTime={at} title={formatTimestamp(at)}>
      {formatRelative(at, new Date(), locale)} <span className="soft small">({formatTimestamp(at)})</span>
    </time>
  );
}

/** The fields that another source than the shown one gave. */
function OtherSpeakers({ sources }: { sources: Event["evidence"]["field_sources"] }) {
  const texts = usePage();
  const fields = Object.entries(sources);
  if (fields.length === 0) return null;
  return (
    <details className="disclosure">
      <summary>{texts.origin.others}</summary>
      <dl className="facts">
        {fields.map(([field, source]) => (
          <div key={field}>
            <dt>{texts.fields[field] ?? fieldLabel(field)}</dt>
            <dd>{source.title}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Loads when opened. */
function History({ eventId }: { eventId: number }) {
  const texts = usePage();
  const [opened, setOpened] = useState(false);
  const { value, problem, retry } = useRemote(opened ? `history ${eventId}` : null, (signal) =>
    unwrap(
      api.GET("/api/events/{event_id}/history", {
        signal,
        params: { path: { event_id: eventId }, query: { limit: MAX_CHANGES } },
      }),
    ),
  );
  return (
    <details className="disclosure" onToggle={(toggle) => toggle.currentTarget.open && setOpened(true)}>
      <summary>{texts.origin.history}</summary>
      {problem ? (
        <ErrorState title={texts.origin.historyFailed} detail={problem.detail} onRetry={retry} retry={texts.list.retry} />
      ) : !value ? (
        opened && <Skeleton className="skeleton--event" />
      ) : value.changes.length === 0 ? (
        <p className="soft">{texts.origin.noChanges}</p>
      ) : (
        <ul className="dates" role="list">
          {value.changes.map((change, index) => (
            <li key={index}>
              <time className="soft small" dateTime={change.at}>
                {formatTimestamp(change.at)}
              </time>
              <span>{describeChange(change)}</span>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

function reasonOf({ because, text }: Schemas["Withdrawal"], { withdrawals }: PageTexts): string {
  return because && because in withdrawals ? withdrawals[because as keyof typeof withdrawals] : text;
}
