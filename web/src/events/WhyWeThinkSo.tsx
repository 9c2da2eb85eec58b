/** Where each fact comes from: the source, when it was seen, its own words, and how they changed. */
import { useState } from "react";

import { answered, api } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { ErrorState, Skeleton } from "@/components/states";
import { webAddress } from "@/events/addresses";
import { changeWords, fieldWords } from "@/events/changeWords";
import type { Event } from "@/events/model";
import { agoWords, momentWords } from "@/time/words";

const CHANGES_SHOWN = 50;

export function WhyWeThinkSo({ event }: { event: Event }) {
  const { evidence } = event;
  const page = webAddress(evidence.url) ?? webAddress(evidence.source_url);
  return (
    <section className="stack" aria-labelledby="why">
      <h2 id="why">Why we think so</h2>
      <dl className="facts">
        <div>
          <dt>Source</dt>
          <dd>
            {page ? (
              <a href={page} rel="noreferrer">
                {evidence.source.title}
              </a>
            ) : (
              evidence.source.title
            )}
          </dd>
        </div>
        {evidence.last_seen_at && (
          <div>
            <dt>Last seen there</dt>
            <dd>
              <Moment at={evidence.last_seen_at} />
            </dd>
          </div>
        )}
        <div>
          <dt>First seen</dt>
          <dd>
            <Moment at={evidence.first_seen_at} />
          </dd>
        </div>
      </dl>
      <SourceWords said={evidence.read_from} />
      <History eventId={event.id} />
    </section>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={momentWords(at)}>
      {agoWords(at)} <span className="soft small">({momentWords(at)})</span>
    </time>
  );
}

function SourceWords({ said }: { said: Event["evidence"]["read_from"] }) {
  const fields = Object.entries(said);
  if (fields.length === 0) return null;
  return (
    <details className="why">
      <summary>The source’s own words</summary>
      <dl className="facts">
        {fields.map(([field, text]) => (
          <div key={field}>
            <dt>{fieldWords(field)}</dt>
            <dd>“{text}”</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Asked for only when somebody opens it. */
function History({ eventId }: { eventId: number }) {
  const [opened, setOpened] = useState(false);
  const { value, problem, retry } = useRemote(opened ? `history ${eventId}` : null, (signal) =>
    answered(
      api.GET("/api/events/{event_id}/history", {
        signal,
        params: { path: { event_id: eventId }, query: { limit: CHANGES_SHOWN } },
      }),
    ),
  );
  return (
    <details className="why" onToggle={(toggle) => toggle.currentTarget.open && setOpened(true)}>
      <summary>What has changed</summary>
      {problem ? (
        <ErrorState title="The changes could not be loaded" detail={problem.detail} onRetry={retry} />
      ) : !value ? (
        opened && <Skeleton className="skeleton--event" />
      ) : value.changes.length === 0 ? (
        <p className="soft">Nothing, since it was first seen.</p>
      ) : (
        <ul className="showings" role="list">
          {value.changes.map((change, place) => (
            <li key={place}>
              <time className="soft small" dateTime={change.at}>
                {momentWords(change.at)}
              </time>
              <span>{changeWords(change)}</span>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
