/** Tasks that were delivered too often without finishing: which workers received them and when, and a button to release them. */
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { runUrl } from "@/admin/urls";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { Timestamp } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { useHasScope } from "@/admin/session";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useRunTexts } from "@/language/office/runs";

type Parked = Schemas["ParkedTask"];

export function ParkedTasks() {
  const router = useRouter();
  const texts = useRunTexts().parked;
  const { value, problem, retry } = useAdminRemote("parked", (signal) => unwrap(api.GET("/api/parked", { signal })));
  const [releasing, setReleasing] = useState<Parked>();
  const action = useAction();
  const canEdit = useHasScope("edit");

  async function release() {
    if (!releasing) return;
    const path = { task_id: releasing.task_id };
    const work = () => unwrap(api.POST("/api/parked/{task_id}/release", { params: { path } }));
    const sent = await action.run(work, texts.released);
    if (!sent) return;
    setReleasing(undefined);
    await router.push(runUrl(sent.task_id));
  }

  return (
    <AdminPage title={texts.title} about={texts.about}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.parked.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneText}</EmptyState>
      ) : (
        <ul className="panels" role="list">
          {value.parked.map((task) => (
            <li key={task.task_id} className="card stack">
              <ParkedTask task={task} />
              {canEdit && (
                <div>
                  <Button onClick={() => setReleasing(task)}>
                    {texts.release}
                    <span className="visually-hidden"> {task.task_id}</span>
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        title={texts.releaseTitle}
        verb={texts.release}
        open={releasing !== undefined}
        action={action}
        onConfirm={() => void release()}
        onClose={() => setReleasing(undefined)}
      >
        <p>{texts.releaseText}</p>
      </ConfirmDialog>
    </AdminPage>
  );
}

function ParkedTask({ task }: { task: Parked }) {
  const texts = useRunTexts().parked;
  return (
    <>
      <h2>{task.task.replace("app.tasks.", "")}</h2>
      <p className="break soft small">
        {task.task_id}
        {Object.entries(task.kwargs).map(([name, value]) => `, ${name}: ${String(value)}`)}
      </p>
      <p>
        {texts.at} <Timestamp at={task.parked_at} />
        {texts.after(task.attempts)}
      </p>
      <ol>
        {task.history.map((delivery, index) => (
          <li key={index}>
            <Timestamp at={delivery.at} fallback={texts.unknownTime} /> {texts.to(delivery.worker)}
          </li>
        ))}
      </ol>
    </>
  );
}
