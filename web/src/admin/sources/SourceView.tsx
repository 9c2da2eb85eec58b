/** One source: its health, settings and recent runs. */
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Button, ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { StateBadge } from "@/admin/badges";
import { Timestamp } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { FoundBy } from "@/admin/discovery/FoundBy";
import { SourceRecipe } from "@/admin/recipes/lazy";
import { RunTable } from "@/admin/runs/RunTable";
import { useHasScope } from "@/admin/session";
import { EditSource } from "@/admin/sources/forms";
import { SourceActions } from "@/admin/sources/SourceActions";
import { SourceSettings } from "@/admin/sources/SourceSettings";
import { Yields } from "@/admin/sources/Yields";
import { lastGoodYield, useHealth } from "@/admin/useHealth";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";
import { useSourceTexts } from "@/language/office/sources";

const RECENT_RUNS = 10;

export function SourceView({ id }: { id: number }) {
  const office = useOffice();
  const texts = useSourceTexts();
  const canEdit = useHasScope("edit");
  const health = useHealth();
  const source = health.value?.find((candidate) => candidate.id === id);
  const settings = useAdminRemote(canEdit ? `source ${id}` : null, (signal) =>
    unwrap(api.GET("/api/sources/{source_id}/settings", { signal, params: { path: { source_id: id } } })),
  );
  const [editing, setEditing] = useState(false);
  if (!health.value)
    return (
      <AdminPage title={texts.one}>
        <LoadingOrError problem={health.problem} onRetry={health.retry} />
      </AdminPage>
    );
  if (!source)
    return (
      <AdminPage title={texts.one}>
        <EmptyState title={texts.notFound} action={<ButtonLink href="/admin/">{texts.all}</ButtonLink>} />
      </AdminPage>
    );
  const hasFeeds = source.feeds > 0 && !source.spiders.every(({ spider }) => spider === "ics");
  return (
    <AdminPage
      title={source.title}
      about={
        <>
          <StateBadge state={source.state} /> {source.name}, {texts.upcoming(source.upcoming)}
        </>
      }
      actions={<SourceActions source={{ ...source, hasFeeds }} onDone={health.retry} />}
    >
      {source.reason && source.enabled && <p className="notice">{office.fromServer(source.reason)}</p>}
      <section className="card source" aria-label={texts.health}>
        <Yields source={source} />
        <dl className="admin-facts">
          <div>
            <dt>{texts.lastGood}</dt>
            <dd>
              <Timestamp at={source.last_good_at} />
            </dd>
          </div>
          <div>
            <dt>{texts.nextRun}</dt>
            <dd>
              <Timestamp at={source.next_run_at} fallback={source.enabled ? texts.unscheduled : texts.paused} />
              {source.next_run_schedule && <span className="soft small"> {texts.bySchedule(source.next_run_schedule)}</span>}
            </dd>
          </div>
          <div>
            <dt>{texts.floor}</dt>
            <dd>{source.floor === 0 ? texts.noFloor : texts.floorOf(source.floor)}</dd>
          </div>
        </dl>
      </section>
      {canEdit && (
        <section className="stack" aria-labelledby="settings">
          <div className="admin-head">
            <h2 id="settings">{texts.settings}</h2>
            {settings.value && !editing && <Button onClick={() => setEditing(true)}>{texts.edit}</Button>}
          </div>
          {!settings.value ? (
            <LoadingOrError problem={settings.problem} onRetry={settings.retry} />
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
  const texts = useSourceTexts();
  const { value, problem, retry } = useAdminRemote(`runs of ${id} ${state}`, (signal) =>
    unwrap(api.GET("/api/runs", { signal, params: { query: { source: id, limit: RECENT_RUNS } } })),
  );
  function refresh() {
    retry();
    onEnd();
  }
  if (!value) return <LoadingOrError problem={problem} onRetry={retry} />;
  if (value.runs.length === 0) return <p className="soft">{texts.notCrawled}</p>;
  return (
    <div className="stack">
      <RunTable caption={texts.recentRuns} runs={value.runs} expected={(run) => expected(run.spider)} onEnd={refresh} />
      {value.next && (
        <span>
          <ButtonLink href={`/admin/runs/?source=${id}`}>{texts.allRuns}</ButtonLink>
        </span>
      )}
    </div>
  );
}
