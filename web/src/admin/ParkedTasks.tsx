/** Tasks that were delivered too often without an end: when which worker had each, and its release. */
import { useRouter } from "next/router";
import { useState } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { runAddress } from "@/admin/addresses";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { Moment } from "@/admin/Moment";
import { OfficePage, Waiting } from "@/admin/OfficePage";
import { useMay } from "@/admin/session";
import { useAct, useOffice } from "@/admin/useOffice";

type Parked = Schemas["ParkedTask"];

export function ParkedTasks() {
  const router = useRouter();
  const { value, problem, retry } = useOffice("parked", (signal) => answered(api.GET("/api/parked", { signal })));
  const [releasing, setReleasing] = useState<Parked>();
  const acting = useAct();
  const mayEdit = useMay("edit");

  async function release() {
    if (!releasing) return;
    const path = { task_id: releasing.task_id };
    const work = () => answered(api.POST("/api/parked/{task_id}/release", { params: { path } }));
    const sent = await acting.act(work, "It is in the queue again.");
    if (!sent) return;
    setReleasing(undefined);
    await router.push(runAddress(sent.task_id));
  }

  return (
    <OfficePage
      title="Parked tasks"
      about="Each was delivered several times and never ended, so that it is taken to kill its workers. It waits for you."
    >
      {!value ? (
        <Waiting problem={problem} onRetry={retry} what="parked tasks" />
      ) : value.parked.length === 0 ? (
        <EmptyState title="No task is parked">All that was delivered has ended.</EmptyState>
      ) : (
        <ul className="panels" role="list">
          {value.parked.map((task) => (
            <li key={task.task_id} className="card stack">
              <ParkedTask task={task} />
              {mayEdit && (
                <div>
                  <Button onClick={() => setReleasing(task)}>
                    Release<span className="visually-hidden"> {task.task_id}</span>
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        title="Release this task?"
        verb="Release"
        open={releasing !== undefined}
        acting={acting}
        onConfirm={() => void release()}
        onClose={() => setReleasing(undefined)}
      >
        <p>It is sent again under its old id. If its cause is not mended it may end its workers again.</p>
      </ConfirmDialog>
    </OfficePage>
  );
}

function ParkedTask({ task }: { task: Parked }) {
  return (
    <>
      <h2>{task.task.replace("app.tasks.", "")}</h2>
      <p className="break soft small">
        {task.task_id}
        {Object.entries(task.kwargs).map(([name, value]) => `, ${name}: ${String(value)}`)}
      </p>
      <p>
        Parked <Moment at={task.parked_at} />, after {task.attempts} {task.attempts === 1 ? "delivery" : "deliveries"}:
      </p>
      <ol>
        {task.history.map((delivery, place) => (
          <li key={place}>
            <Moment at={delivery.at} none="at an unknown time" /> to {delivery.worker ?? "an unknown worker"}
          </li>
        ))}
      </ol>
    </>
  );
}
