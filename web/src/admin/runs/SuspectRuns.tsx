/** Suspect runs: the reason, and the upcoming events each one missed. */
import Link from "next/link";
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { runUrl, sourceUrl } from "@/admin/urls";
import { StateBadge } from "@/admin/badges";
import { Timestamp } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { RunActions } from "@/admin/runs/RunActions";
import { TouchedEvents } from "@/admin/runs/RunDiff";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";
import { useRunTexts } from "@/language/office/runs";

const PAGE_SIZE = 20;
const MAX_SHOWN = 50;

export function SuspectRuns({ cursor, ready }: { cursor: string | undefined; ready: boolean }) {
  const texts = useRunTexts().suspect;
  const { value, problem, retry } = useAdminRemote(ready ? `suspect ${cursor}` : null, (signal) =>
    unwrap(api.GET("/api/runs", { signal, params: { query: { status: "suspect", cursor, limit: PAGE_SIZE } } })),
  );
  return (
    <AdminPage title={texts.title} about={texts.about}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.runs.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneText}</EmptyState>
      ) : (
        <ul className="panels" role="list">
          {value.runs.map((run) => (
            <li key={run.id} className="card stack">
              <SuspectRun run={run} />
            </li>
          ))}
        </ul>
      )}
      {value?.next && <ButtonLink href={`/admin/suspect/?cursor=${encodeURIComponent(value.next)}`}>{texts.older}</ButtonLink>}
    </AdminPage>
  );
}

function SuspectRun({ run }: { run: Schemas["Run"] }) {
  const office = useOffice();
  const texts = useRunTexts();
  return (
    <>
      <div className="admin-head">
        <div>
          <h2>
            <Link href={runUrl(run.id)}>
              {run.source}, {run.spider}
            </Link>
          </h2>
          <p className="row">
            <StateBadge state={run.status} /> <Timestamp at={run.started_at} /> <span>{texts.suspect.seen(run.seen)}</span>
          </p>
        </div>
        <div className="row">
          <RunActions id={run.id} canRepeat canCancel={false} onDone={() => undefined} />
          <ButtonLink href={sourceUrl(run.source_id)}>{texts.source}</ButtonLink>
        </div>
      </div>
      {run.reason && <p className="notice">{office.fromServer(run.reason)}</p>}
      <MissingEvents runId={run.id} />
    </>
  );
}

/** Loads when opened. */
function MissingEvents({ runId }: { runId: string }) {
  const texts = useRunTexts().suspect;
  const [opened, setOpened] = useState(false);
  const { value, problem, retry } = useAdminRemote(opened ? `missing ${runId}` : null, (signal) =>
    unwrap(api.GET("/api/runs/{run_id}/diff", { signal, params: { path: { run_id: runId }, query: { limit: MAX_SHOWN } } })),
  );
  return (
    <details onToggle={(toggle) => toggle.currentTarget.open && setOpened(true)}>
      <summary className="summary">{texts.missing}</summary>
      {!opened ? null : !value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.missing.length === 0 ? (
        <p className="soft">{texts.noneMissing}</p>
      ) : (
        <TouchedEvents title={texts.caption} events={value.missing} total={value.totals.missing} />
      )}
    </details>
  );
}
