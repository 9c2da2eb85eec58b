/** Runs that were not believed: why, and what they should have seen and did not. */
import Link from "next/link";
import { useState } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { runAddress, sourceAddress } from "@/admin/addresses";
import { StateBadge } from "@/admin/badges";
import { Moment } from "@/admin/Moment";
import { OfficePage, Waiting } from "@/admin/OfficePage";
import { RunActs } from "@/admin/runs/RunActs";
import { Touches } from "@/admin/runs/RunDiff";
import { useOffice } from "@/admin/useOffice";

const PAGE = 20;
const SHOWN = 50;

export function SuspectRuns({ cursor, ready }: { cursor: string | undefined; ready: boolean }) {
  const { value, problem, retry } = useOffice(ready ? `suspect ${cursor}` : null, (signal) =>
    answered(api.GET("/api/runs", { signal, params: { query: { status: "suspect", cursor, limit: PAGE } } })),
  );
  return (
    <OfficePage
      title="Suspect runs"
      about="Harvested, and not believed: what they saw is stored, nothing was withdrawn, and the last good events stay."
    >
      {!value ? (
        <Waiting problem={problem} onRetry={retry} what="suspect runs" />
      ) : value.runs.length === 0 ? (
        <EmptyState title="No suspect run">Every run that ended could be believed, or failed outright.</EmptyState>
      ) : (
        <ul className="panels" role="list">
          {value.runs.map((run) => (
            <li key={run.id} className="card stack">
              <SuspectRun run={run} />
            </li>
          ))}
        </ul>
      )}
      {value?.next && <ButtonLink href={`/admin/suspect/?cursor=${encodeURIComponent(value.next)}`}>Older ones</ButtonLink>}
    </OfficePage>
  );
}

function SuspectRun({ run }: { run: Schemas["Run"] }) {
  return (
    <>
      <div className="office-head">
        <div>
          <h2>
            <Link href={runAddress(run.id)}>
              {run.source}, {run.spider}
            </Link>
          </h2>
          <p className="row">
            <StateBadge state={run.status} /> <Moment at={run.started_at} /> <span>{run.seen} seen</span>
          </p>
        </div>
        <div className="row">
          <RunActs id={run.id} canRepeat canCancel={false} onDone={() => undefined} />
          <ButtonLink href={sourceAddress(run.source_id)}>Source</ButtonLink>
        </div>
      </div>
      {run.reason && <p className="notice">{run.reason}</p>}
      <Missing runId={run.id} />
    </>
  );
}

/** Asked for only when somebody opens it. */
function Missing({ runId }: { runId: string }) {
  const [opened, setOpened] = useState(false);
  const { value, problem, retry } = useOffice(opened ? `missing ${runId}` : null, (signal) =>
    answered(api.GET("/api/runs/{run_id}/diff", { signal, params: { path: { run_id: runId }, query: { limit: SHOWN } } })),
  );
  return (
    <details onToggle={(toggle) => toggle.currentTarget.open && setOpened(true)}>
      <summary className="summary">What was missing</summary>
      {!opened ? null : !value ? (
        <Waiting problem={problem} onRetry={retry} what="missing events" />
      ) : value.missing.length === 0 ? (
        <p className="soft">Nothing: every event that is still to come was seen.</p>
      ) : (
        <Touches title="Not seen, though still to come" events={value.missing} total={value.totals.missing} />
      )}
    </details>
  );
}
