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
import { useOffice } from "@/language/office";
import { useDiscoveryTexts } from "@/language/office/discovery";

export function FirstHarvest({ added }: { added: Schemas["AddedSource"] }) {
  const texts = useDiscoveryTexts().harvest;
  const heading = useFocus<HTMLHeadingElement>();
  const crawl = useTask(added.harvest_task_id);
  const readsFeeds = crawl.task?.state === "succeeded" && added.feeds_task_id !== null;
  const feeds = useTask(readsFeeds ? added.feeds_task_id : null);
  const { task, problem } = readsFeeds ? feeds : crawl;
  return (
    <section className="card stack" aria-labelledby="harvest">
      <h2 id="harvest" ref={heading} tabIndex={-1}>
        {texts.head(added.source.title)}
      </h2>
      {problem ? <ActionError problem={problem} /> : <Outcome task={task} />}
      <div className="row">
        <ButtonLink href={sourceUrl(added.source.id)}>{texts.open(added.source.title)}</ButtonLink>
      </div>
    </section>
  );
}

function Outcome({ task }: { task: Task | undefined }) {
  const office = useOffice();
  const texts = useDiscoveryTexts().harvest;
  const why = task?.error ?? task?.progress?.reason;
  if (task?.state === "failed" || task?.state === "cancelled") return <p className="form-error">{texts.failed(why && office.fromServer(why))}</p>;
  if (task?.state === "waiting") return <p className="notice">{texts.waiting(office.fromServer(task.error ?? ""))}</p>;
  if (task?.state === "succeeded" && task.progress) return <Harvested run={task.progress} />;
  return task?.progress ? <RunProgress counts={task.progress} /> : <Progress label={texts.queued} />;
}

function Harvested({ run }: { run: Schemas["Progress"] }) {
  const office = useOffice();
  const texts = useDiscoveryTexts().harvest;
  return (
    <>
      <p>
        <strong>{texts.done(run.seen)}</strong> {run.seen > 0 && texts.onPage}
        <Link href={runUrl(run.id)}>{texts.seeRun}</Link>
      </p>
      {run.reason && <p className="notice">{office.fromServer(run.reason)}</p>}
    </>
  );
}
