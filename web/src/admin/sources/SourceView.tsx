/** One source: how it is, what it is, its last runs. */
import { useState } from "react";

import { answered, api } from "@/api/client";
import { Button, ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { StateBadge } from "@/admin/badges";
import { Moment } from "@/admin/Moment";
import { OfficePage, Waiting } from "@/admin/OfficePage";
import { RunTable } from "@/admin/runs/RunTable";
import { useMay } from "@/admin/session";
import { EditSource } from "@/admin/sources/EditSource";
import { SourceActs } from "@/admin/sources/SourceActs";
import { SourceSettings } from "@/admin/sources/SourceSettings";
import { Yields } from "@/admin/sources/SourceList";
import { usualYield, useHealth } from "@/admin/useHealth";
import { useOffice } from "@/admin/useOffice";

const RUNS = 10;

export function SourceView({ id }: { id: number }) {
  const mayEdit = useMay("edit");
  const health = useHealth();
  const source = health.value?.find((one) => one.id === id);
  const settings = useOffice(mayEdit ? `source ${id}` : null, (signal) =>
    answered(api.GET("/api/sources/{source_id}/settings", { signal, params: { path: { source_id: id } } })),
  );
  const [editing, setEditing] = useState(false);
  if (!health.value)
    return (
      <OfficePage title="Source">
        <Waiting problem={health.problem} onRetry={health.retry} what="source" />
      </OfficePage>
    );
  if (!source)
    return (
      <OfficePage title="Source">
        <EmptyState title="There is no such source" action={<ButtonLink href="/admin/">All sources</ButtonLink>} />
      </OfficePage>
    );
  return (
    <OfficePage
      title={source.title}
      about={
        <>
          <StateBadge state={source.state} /> {source.name}, {source.upcoming} events to come
        </>
      }
      actions={<SourceActs source={source} onDone={health.retry} />}
    >
      {source.reason && source.enabled && <p className="notice">{source.reason}</p>}
      <section className="card source source--one" aria-label="How it is">
        <Yields source={source} />
        <dl className="office-facts">
          <div>
            <dt>Last good run</dt>
            <dd>
              <Moment at={source.last_good_at} />
            </dd>
          </div>
          <div>
            <dt>Next run</dt>
            <dd>
              <Moment at={source.next_run_at} none={source.enabled ? "not scheduled" : "paused"} />
              {source.next_run_schedule && <span className="soft small"> by {source.next_run_schedule}</span>}
            </dd>
          </div>
          <div>
            <dt>Floor</dt>
            <dd>{source.floor === 0 ? "none" : `${source.floor} events a run at least`}</dd>
          </div>
        </dl>
      </section>
      {mayEdit && (
        <section className="stack" aria-labelledby="settings">
          <div className="office-head">
            <h2 id="settings">Settings</h2>
            {settings.value && !editing && <Button onClick={() => setEditing(true)}>Edit</Button>}
          </div>
          {!settings.value ? (
            <Waiting problem={settings.problem} onRetry={settings.retry} what="settings" />
          ) : editing ? (
            <EditSource
              source={settings.value}
              onDone={() => {
                setEditing(false);
                settings.retry();
                health.retry();
              }}
              onLeave={() => setEditing(false)}
            />
          ) : (
            <SourceSettings source={settings.value} />
          )}
        </section>
      )}
      <LastRuns id={id} usual={(spider) => usualYield(health.value, id, spider)} state={source.state} onEnd={health.retry} />
    </OfficePage>
  );
}

function LastRuns({
  id,
  usual,
  state,
  onEnd,
}: {
  id: number;
  usual: (spider: string) => number | undefined;
  state: string;
  onEnd: () => void;
}) {
  const { value, problem, retry } = useOffice(`runs of ${id} ${state}`, (signal) =>
    answered(api.GET("/api/runs", { signal, params: { query: { source: id, limit: RUNS } } })),
  );
  function ended() {
    retry();
    onEnd();
  }
  if (!value) return <Waiting problem={problem} onRetry={retry} what="runs" />;
  if (value.runs.length === 0) return <p className="soft">It has not been crawled yet.</p>;
  return (
    <div className="stack">
      <RunTable caption="Its last runs" runs={value.runs} usual={(run) => usual(run.spider)} onEnd={ended} />
      {value.next && (
        <span>
          <ButtonLink href={`/admin/runs/?source=${id}`}>All its runs</ButtonLink>
        </span>
      )}
    </div>
  );
}
