/** One run: followed while it goes on, then its counts, errors and what it changed. A task that has made no run yet is shown by what the queue says of it. */
import { useCallback, useEffect, useState } from "react";

import { answered, api, ApiProblem, type Schemas } from "@/api/client";
import { EmptyState } from "@/components/states";
import { StateBadge } from "@/admin/badges";
import { OfficePage, Waiting } from "@/admin/OfficePage";
import { RunActs } from "@/admin/runs/RunActs";
import { RunDiff } from "@/admin/runs/RunDiff";
import { RunErrors } from "@/admin/runs/RunErrors";
import { RunFacts } from "@/admin/runs/RunFacts";
import { RunProgress } from "@/admin/runs/LiveRun";
import { useHealth, usualYield } from "@/admin/useHealth";
import { useOffice } from "@/admin/useOffice";
import { useStream } from "@/admin/useStream";

type Task = Schemas["Task"];
const GOES_ON: readonly Task["state"][] = ["queued", "running", "waiting", "cancelling"];

export function RunView({ id }: { id: string }) {
  const path = { run_id: id };
  const run = useOffice(`run ${id}`, (signal) => orNothing(answered(api.GET("/api/runs/{run_id}", { signal, params: { path } }))));
  const settled = run.value != null && run.value.status !== "running";
  const task = useOffice(settled || run.value === undefined ? null : `task ${id}`, (signal) =>
    orNothing(answered(api.GET("/api/tasks/{task_id}", { signal, params: { path: { task_id: id } } }))),
  );
  const goesOn = !settled && task.value != null && GOES_ON.includes(task.value.state);
  const [ended, setEnded] = useState(0);
  const look = useCallback(() => {
    setEnded((times) => times + 1);
    run.retry();
    task.retry();
  }, [run.retry, task.retry]);
  const told = useStream<Task>(goesOn ? `/api/tasks/${encodeURIComponent(id)}/events` : null, "task", look, look);
  const now = settled ? null : (told ?? task.value ?? null);
  const shown = run.value ?? null;
  const begun = run.value === null && now?.progress != null;
  useEffect(() => {
    if (begun) run.retry();
  }, [begun, run.retry]);

  if (run.value === undefined || (!settled && task.value === undefined))
    return (
      <OfficePage title="Run">
        <Waiting problem={run.problem ?? task.problem} onRetry={look} what="run" />
      </OfficePage>
    );
  if (!shown && !now)
    return (
      <OfficePage title="Run">
        <EmptyState title="There is no such run">Old runs are pruned; the link may not be whole.</EmptyState>
      </OfficePage>
    );
  return (
    <OfficePage
      title={shown ? `${shown.source}, ${shown.spider}` : taskWords(now!)}
      about={
        <>
          <span aria-live="polite">
            <StateBadge state={settled ? shown!.status : now!.state} />
          </span>{" "}
          <code className="break">{id}</code>
        </>
      }
      actions={<RunActs id={id} canRepeat={settled} canCancel={goesOn && now?.state !== "cancelling"} onDone={look} />}
    >
      {now && <Following task={now} run={shown} goesOn={goesOn} />}
      {shown?.reason && (
        <p className="notice">
          <strong>Why it is {shown.status}:</strong> {shown.reason}
        </p>
      )}
      {shown && <RunFacts run={shown} live={now?.progress ?? null} />}
      {shown && settled && <RunErrors run={shown} />}
      {shown && settled && <RunDiff key={ended} run={shown} />}
    </OfficePage>
  );
}

function Following({ task, run, goesOn }: { task: Task; run: Schemas["Run"] | null; goesOn: boolean }) {
  const health = useHealth();
  const expected = run ? usualYield(health.value, run.source_id, run.spider) : undefined;
  return (
    <section className="card stack" aria-label="Progress">
      {task.error && <p className="refusal">{task.error}</p>}
      {task.progress ? (
        <RunProgress counts={task.progress} expected={expected} />
      ) : (
        <p className="soft">{WITHOUT_RUN[task.state]}</p>
      )}
      {task.state === "cancelling" && <p className="soft">It ends after the requests that are open.</p>}
      {!goesOn && !task.progress && task.result && <pre className="raw">{JSON.stringify(task.result, null, 2)}</pre>}
    </section>
  );
}

const WITHOUT_RUN: Readonly<Record<Task["state"], string>> = {
  queued: "It waits in the queue: no worker has taken it yet.",
  running: "A worker has it; the crawl begins.",
  waiting: "It waits for another try.",
  cancelling: "It is being stopped.",
  cancelled: "It was cancelled before it began.",
  failed: "It failed before it began to crawl.",
  succeeded: "It has ended without a crawl of its own.",
};

function taskWords(task: Task): string {
  return (task.task ?? "Task").replace("app.tasks.", "").replaceAll("_", " ");
}

/** What is not there yet is no error: a task in the queue has no run. */
async function orNothing<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}
