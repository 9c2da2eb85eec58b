/** One run: live progress while it is active, then its counts, errors and changes. Before the run exists, shows the task's state in the queue. */
import { useCallback, useEffect, useState } from "react";

import { api, unwrap, ApiProblem, type Schemas } from "@/api/client";
import { EmptyState } from "@/components/states";
import { StateBadge } from "@/admin/badges";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { AcceptRun } from "@/admin/runs/AcceptRun";
import { RunActions } from "@/admin/runs/RunActions";
import { RunDecision } from "@/admin/runs/RunDecision";
import { RunDiff } from "@/admin/runs/RunDiff";
import { RunErrors } from "@/admin/runs/RunErrors";
import { RunFacts } from "@/admin/runs/RunFacts";
import { RunProgress } from "@/admin/runs/LiveRun";
import { useHealth, lastGoodYield } from "@/admin/useHealth";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useStream } from "@/admin/useStream";
import { useOffice } from "@/language/office";
import { useRunTexts } from "@/language/office/runs";

type Task = Schemas["Task"];
const ACTIVE_STATES: readonly Task["state"][] = ["queued", "running", "waiting", "cancelling"];

export function RunView({ id }: { id: string }) {
  const office = useOffice();
  const texts = useRunTexts();
  const path = { run_id: id };
  const run = useAdminRemote(`run ${id}`, (signal) => nullIfNotFound(unwrap(api.GET("/api/runs/{run_id}", { signal, params: { path } }))));
  const settled = run.value != null && run.value.status !== "running";
  const task = useAdminRemote(settled || run.value === undefined ? null : `task ${id}`, (signal) =>
    nullIfNotFound(unwrap(api.GET("/api/tasks/{task_id}", { signal, params: { path: { task_id: id } } }))),
  );
  const active = !settled && task.value != null && ACTIVE_STATES.includes(task.value.state);
  const [refreshes, setRefreshes] = useState(0);
  const refresh = useCallback(() => {
    setRefreshes((count) => count + 1);
    run.retry();
    task.retry();
  }, [run.retry, task.retry]);
  const latest = useStream<Task>(active ? `/api/tasks/${encodeURIComponent(id)}/events` : null, "task", refresh, refresh);
  const now = settled ? null : (latest ?? task.value ?? null);
  const shown = run.value ?? null;
  const started = run.value === null && now?.progress != null;
  useEffect(() => {
    if (started) run.retry();
  }, [started, run.retry]);

  if (run.value === undefined || (!settled && task.value === undefined))
    return (
      <AdminPage title={texts.one}>
        <LoadingOrError problem={run.problem ?? task.problem} onRetry={refresh} />
      </AdminPage>
    );
  if (!shown && !now)
    return (
      <AdminPage title={texts.one}>
        <EmptyState title={texts.notFound}>{texts.notFoundText}</EmptyState>
      </AdminPage>
    );
  return (
    <AdminPage
      title={shown ? `${shown.source}, ${shown.spider}` : taskTitle(now!, texts.task)}
      about={
        <>
          <span aria-live="polite">
            <StateBadge state={settled ? shown!.status : now!.state} />
          </span>{" "}
          <code className="break">{id}</code>
        </>
      }
      actions={
        <>
          {acceptable(shown) && <AcceptRun id={id} onDone={refresh} />}
          <RunActions id={id} canRepeat={settled} canCancel={active && now?.state !== "cancelling"} onDone={refresh} />
        </>
      }
    >
      {now && <TaskProgress task={now} run={shown} active={active} />}
      {shown?.reason && (
        <p className="notice">
          <strong>{texts.why(texts.states[shown.status] ?? shown.status)}</strong> {office.fromServer(shown.reason)}
        </p>
      )}
      {shown && <RunFacts run={shown} live={now?.progress ?? null} />}
      {shown?.decision && <RunDecision decision={shown.decision} />}
      {shown && settled && <RunErrors run={shown} />}
      {shown && settled && <RunDiff key={refreshes} run={shown} />}
    </AdminPage>
  );
}

function acceptable(run: Schemas["RunWithErrors"] | null): boolean {
  return run != null && (run.complete || (run.decision?.quarantine != null && run.decision.accepted_by == null)) && (run.status === "suspect" || (run.status === "ok" && (run.decision?.held ?? []).length > 0));
}

function TaskProgress({ task, run, active }: { task: Task; run: Schemas["Run"] | null; active: boolean }) {
  const texts = useRunTexts();
  const office = useOffice();
  const health = useHealth();
  const expected = run ? lastGoodYield(health.value, run.source_id, run.spider) : undefined;
  return (
    <section className="card stack" aria-label={texts.inProgress}>
      {task.error && <p className="form-error">{office.fromServer(task.error)}</p>}
      {task.progress ? (
        <RunProgress counts={task.progress} expected={expected} />
      ) : (
        <p className="soft">{texts.beforeRun[task.state]}</p>
      )}
      {task.state === "cancelling" && <p className="soft">{texts.stopping}</p>}
      {!active && !task.progress && task.result && <pre className="raw">{JSON.stringify(task.result, null, 2)}</pre>}
    </section>
  );
}

function taskTitle(task: Task, fallback: string): string {
  return (task.task ?? fallback).replace("app.tasks.", "").replaceAll("_", " ");
}

/** Turns a 404 into null: a queued task has no run yet. */
async function nullIfNotFound<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}
