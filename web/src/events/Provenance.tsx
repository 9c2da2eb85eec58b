/** Where an event's facts come from: the source, when it was last seen, the original text and the change history. */
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { ErrorState, Skeleton } from "@/components/states";
import { webUrl } from "@/events/urls";
import { describeChange, fieldLabel } from "@/events/describeChange";
import type { Event } from "@/events/model";
import { formatRelative, formatTimestamp } from "@/time/format";

const MAX_CHANGES = 50;

export function Provenance({ event }: { event: Event }) {
  const { evidence } = event;
  const page = webUrl(evidence.url) ?? webUrl(evidence.source_url);
  return (
    <section className="stack" aria-labelledby="provenance">
      <h2 id="provenance">Where this comes from</h2>
      <dl className="facts">
        <div>
          <dt>Source</dt>
          <dd>
            <Linked page={page} title={evidence.source.title} />
          </dd>
        </div>
        {event.also_listed.length > 0 && (
          <div>
            <dt>Also listed by</dt>
            {event.also_listed.map((other) => (
              <dd key={other.event_id}>
                <Linked page={webUrl(other.url)} title={other.source.title} />
              </dd>
            ))}
          </div>
        )}
        {evidence.withdrawal && (
          <div>
            <dt>Removed</dt>
            <dd>
              <TimeAgo at={evidence.withdrawal.at} /> {evidence.withdrawal.text}
            </dd>
          </div>
        )}
        {evidence.missing_since && !evidence.withdrawal && (
          <div>
            <dt>Missing from its source since</dt>
            <dd>
              <TimeAgo at={evidence.missing_since} /> ({evidence.missed_by.length}{" "}
              {evidence.missed_by.length === 1 ? "crawl" : "crawls"})
            </dd>
          </div>
        )}
        {evidence.last_seen_at && (
          <div>
            <dt>Last seen</dt>
            <dd>
              <TimeAgo at={evidence.last_seen_at} />
            </dd>
          </div>
        )}
        <div>
          <dt>First seen</dt>
          <dd>
            <TimeAgo at={evidence.first_seen_at} />
          </dd>
        </div>
      </dl>
      <OtherSpeakers sources={evidence.field_sources} />
      <OriginalText readFrom={evidence.read_from} />
      <History eventId={event.id} />
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
  return (
    <time dateTime={at} title={formatTimestamp(at)}>
      {formatRelative(at)} <span className="soft small">({formatTimestamp(at)})</span>
    </time>
  );
}

/** The fields that another source than the shown one gave. */
function OtherSpeakers({ sources }: { sources: Event["evidence"]["field_sources"] }) {
  const fields = Object.entries(sources);
  if (fields.length === 0) return null;
  return (
    <details className="disclosure">
      <summary>From other sources</summary>
      <dl className="facts">
        {fields.map(([field, source]) => (
          <div key={field}>
            <dt>{fieldLabel(field)}</dt>
            <dd>{source.title}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function OriginalText({ readFrom }: { readFrom: Event["evidence"]["read_from"] }) {
  const fields = Object.entries(readFrom);
  if (fields.length === 0) return null;
  return (
    <details className="disclosure">
      <summary>Original text from the source</summary>
      <dl className="facts">
        {fields.map(([field, text]) => (
          <div key={field}>
            <dt>{fieldLabel(field)}</dt>
            <dd>“{text}”</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Loads when opened. */
function History({ eventId }: { eventId: number }) {
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
      <summary>Change history</summary>
      {problem ? (
        <ErrorState title="Couldn’t load the change history" detail={problem.detail} onRetry={retry} />
      ) : !value ? (
        opened && <Skeleton className="skeleton--event" />
      ) : value.changes.length === 0 ? (
        <p className="soft">No changes since it was first seen.</p>
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
