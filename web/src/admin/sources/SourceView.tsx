/** One source: its health, settings and recent runs. */
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Button, ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { StateBadge } from "@/admin/badges";
import { Timestamp } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { FoundBy } from "@/admin/discovery/FoundBy";
import { SourceRecipe } from "@/admin/recipes/SourceRecipe";
import { RunTable } from "@/admin/runs/RunTable";
import { useHasScope } from "@/admin/session";
import { EditSource } from "@/admin/sources/EditSource";
import { SourceActions } from "@/admin/sources/SourceActions";
import { SourceSettings } from "@/admin/sources/SourceSettings";
import { Yields } from "@/admin/sources/SourceList";
import { lastGoodYield, useHealth } from "@/admin/useHealth";
import { useAdminRemote } from "@/admin/useAdminRemote";

const RECENT_RUNS = 10;

export function SourceView({ id }: { id: number }) {
  const canEdit = useHasScope("edit");
  const health = useHealth();
  const source = health.value?.find((candidate) => candidate.id === id);
  const settings = useAdminRemote(canEdit ? `source ${id}` : null, (signal) =>
    unwrap(api.GET("/api/sources/{source_id}/settings", { signal, params: { path: { source_id: id } } })),
  );
  const [editing, setEditing] = useState(false);
  if (!health.value)
    return (
      <AdminPage title="Source">
        <LoadingOrError problem={health.problem} onRetry={health.retry} what="source" />
      </AdminPage>
    );
  if (!source)
    return (
      <AdminPage title="Source">
        <EmptyState title="Source not found" action={<ButtonLink href="/admin/">All sources</ButtonLink>} />
      </AdminPage>
    );
  return (
    <AdminPage
      title={source.title}
      about={
        <>
          <StateBadge state={source.state} /> {source.name}, {source.upcoming} upcoming {source.upcoming === 1 ? "event" : "events"}
        </>
      }
      actions={<SourceActions source={source} onDone={health.retry} />}
    >
      {source.reason && source.enabled && <p className="notice">{source.reason}</p>}
      <section className="card source source--single" aria-label="Health">
        <Yields source={source} />
        <dl className="admin-facts">
          <div>
            <dt>Last good run</dt>
            <dd>
              <Timestamp at={source.last_good_at} />
            </dd>
          </div>
          <div>
            <dt>Next run</dt>
            <dd>
              <Timestamp at={source.next_run_at} fallback={source.enabled ? "not scheduled" : "paused"} />
              {source.next_run_schedule && <span className="soft small"> (schedule {source.next_run_schedule})</span>}
            </dd>
          </div>
          <div>
            <dt>Floor</dt>
            <dd>{source.floor === 0 ? "none" : `at least ${source.floor} events per run`}</dd>
          </div>
        </dl>
      </section>
      {canEdit && (
        <section className="stack" aria-labelledby="settings">
          <div className="admin-head">
            <h2 id="settings">Settings</h2>
            {settings.value && !editing && <Button onClick={() => setEditing(true)}>Edit</Button>}
          </div>
          {!settings.value ? (
            <LoadingOrError problem={settings.problem} onRetry={settings.retry} what="settings" />
          ) : editing ? (
            <EditSource
              source={settings.value}
              onDone={() => {
                setEditing(false);
                settings.retry();
                health.retry();
              }}
              onCancel={() => setEditing(false)}
            />
          ) : (
            <SourceSettings source={settings.value} />
          )}
        </section>
      )}
      {canEdit && settings.value?.spider === "cards" && <SourceRecipe source={settings.value} />}
      <FoundBy sourceId={id} />
      <RecentRuns id={id} expected={(spider) => lastGoodYield(health.value, id, spider)} state={source.state} onEnd={health.retry} />
    </AdminPage>
  );
}

function RecentRuns({
  id,
  expected,
  state,
  onEnd,
}: {
  id: number;
  expected: (spider: string) => number | undefined;
  state: string;
  onEnd: () => void;
}) {
  const { value, problem, retry } = useAdminRemote(`runs of ${id} ${state}`, (signal) =>
    unwrap(api.GET("/api/runs", { signal, params: { query: { source: id, limit: RECENT_RUNS } } })),
  );
  function refresh() {
    retry();
    onEnd();
  }
  if (!value) return <LoadingOrError problem={problem} onRetry={retry} what="runs" />;
  if (value.runs.length === 0) return <p className="soft">Not crawled yet.</p>;
  return (
    <div className="stack">
      <RunTable caption="Recent runs" runs={value.runs} expected={(run) => expected(run.spider)} onEnd={refresh} />
      {value.next && (
        <span>
          <ButtonLink href={`/admin/runs/?source=${id}`}>All runs</ButtonLink>
        </span>
      )}
    </div>
  );
}
