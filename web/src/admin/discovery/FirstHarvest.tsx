/** The progress and the outcome of a new source's first harvest. */
import Link from "next/link";

import type { Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { Progress } from "@/components/Progress";
import { runUrl, sourceUrl } from "@/admin/urls";
import { ActionError } from "@/admin/AdminPage";
import { useFocus } from "@/admin/discovery/useFocus";
import { RunProgress } from "@/admin/runs/LiveRun";
import { useTask, type Task } from "@/admin/useTask";

export function FirstHarvest({ added }: { added: Schemas["AddedSource"] }) {
  const heading = useFocus<HTMLHeadingElement>();
  const crawl = useTask(added.harvest_task_id);
  const readsFeeds = crawl.task?.state === "succeeded" && added.feeds_task_id !== null;
  const feeds = useTask(readsFeeds ? added.feeds_task_id : null);
  const { task, problem } = readsFeeds ? feeds : crawl;
  return (
    <section className="card stack" aria-labelledby="harvest">
      <h2 id="harvest" ref={heading} tabIndex={-1}>
        First harvest of {added.source.title}
      </h2>
      {problem ? <ActionError problem={problem} /> : <Outcome task={task} />}
      <div className="row">
        <ButtonLink href={sourceUrl(added.source.id)}>Open {added.source.title}</ButtonLink>
      </div>
    </section>
  );
}

function Outcome({ task }: { task: Task | undefined }) {
  if (task?.state === "failed" || task?.state === "cancelled")
    return <p className="form-error">The harvest failed: {task.error ?? task.progress?.reason ?? "it was canceled"}. The source stays, and its next harvest is the daily one.</p>;
  if (task?.state === "waiting") return <p className="notice">The site didn’t answer as expected ({task.error}). Marquee tries again in a few minutes.</p>;
  if (task?.state === "succeeded" && task.progress) return <Harvested run={task.progress} />;
  return task?.progress ? <RunProgress counts={task.progress} /> : <Progress label="Waiting for a worker…" />;
}

function Harvested({ run }: { run: Schemas["Progress"] }) {
  return (
    <>
      <p>
        <strong>
          {run.seen} {run.seen === 1 ? "event" : "events"} harvested.
        </strong>{" "}
        {run.seen > 0 && "They are on the page now, and the daily harvest keeps them current. "}
        <Link href={runUrl(run.id)}>See the run</Link>
      </p>
      {run.reason && <p className="notice">{run.reason}</p>}
    </>
  );
}
