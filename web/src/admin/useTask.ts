/** Follows a task until it ends. */
import { api, unwrap, type ApiProblem, type Schemas } from "@/api/client";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useStream } from "@/admin/useStream";

export type Task = Schemas["Task"];

/** The task's latest state. A null `taskId` follows nothing. */
export function useTask(taskId: string | null): { task: Task | undefined; problem: ApiProblem | undefined } {
  const { value, problem, retry } = useAdminRemote(taskId && `task ${taskId}`, (signal) =>
    unwrap(api.GET("/api/tasks/{task_id}", { signal, params: { path: { task_id: taskId ?? "" } } })),
  );
  const latest = useStream<Task>(taskId && `/api/tasks/${encodeURIComponent(taskId)}/events`, "task", retry, retry);
  const loaded = value?.task_id === taskId ? value : undefined;
  return { task: hasEnded(loaded) ? loaded : (latest ?? loaded), problem };
}

export function hasEnded(task: Task | undefined): boolean {
  return task?.state === "succeeded" || task?.state === "failed" || task?.state === "cancelled";
}
