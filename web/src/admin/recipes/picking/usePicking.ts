/** Copies a page, and reads the copy again after each pick. */
import { useEffect, useRef, useState } from "react";

import { api, unwrap, type ApiProblem, type Schemas } from "@/api/client";
import { toProblem } from "@/api/useRemote";
import type { PageReading, PickedField } from "@/admin/recipes/picking/reading";
import { useLoginRedirect } from "@/admin/login";
import { useTask } from "@/admin/useTask";

type Recipe = Schemas["Recipe"];
type Page = { url: string; timezone: string };

export type Picking = {
  /** The latest, and the first one, with the recipe as it was. */
  reading: PageReading | undefined;
  first: PageReading | undefined;
  busy: boolean;
  problem: ApiProblem | undefined;
  /** Why the task failed; empty if it was canceled. */
  failure: string | undefined;
  open: (recipe: Recipe | null) => void;
  pick: (field: PickedField, element: number) => void;
  /** Reads by a recipe that was edited. */
  read: (recipe: Recipe) => void;
  close: () => void;
};

export function usePicking({ url, timezone }: Page, onRead: (reading: PageReading) => void): Picking {
  const [taskId, setTaskId] = useState<string | null>(null);
  const [readings, setReadings] = useState<{ first?: PageReading; latest?: PageReading }>({});
  const [refused, setRefused] = useState<ApiProblem>();
  const [sending, setSending] = useState(false);
  const { task, problem } = useTask(taskId);
  const handled = useRef<string | null>(null);
  const heard = useRef(onRead);
  heard.current = onRead;
  const { first, latest } = readings;
  useLoginRedirect(refused);

  useEffect(() => {
    if (task?.state !== "succeeded" || !task.result || task.task_id !== taskId || handled.current === taskId) return;
    handled.current = taskId;
    const reading = task.result as unknown as PageReading;
    setReadings((before) => ({ first: before.first ?? reading, latest: reading }));
    heard.current(reading);
  }, [task, taskId]);

  async function send(work: () => Promise<Schemas["Sent"]>) {
    setSending(true);
    setRefused(undefined);
    try {
      setTaskId((await work()).task_id);
    } catch (error) {
      setRefused(toProblem(error));
    } finally {
      setSending(false);
    }
  }

  function open(recipe: Recipe | null) {
    setReadings({});
    void send(() => unwrap(api.POST("/api/pages", { body: { url, timezone, recipe } })));
  }

  function parts(recipe: Recipe, picked?: { field: PickedField; element: number }) {
    if (!latest) return;
    const params = { path: { task_id: latest.copy } };
    const body = { recipe: plain(recipe), timezone, ...picked };
    void send(() => unwrap(api.POST("/api/pages/{task_id}/parts", { params, body })));
  }

  function close() {
    setTaskId(null);
    setReadings({});
    setRefused(undefined);
  }

  const ended = task?.state === "failed" || task?.state === "cancelled";
  const busy = sending || (taskId !== null && handled.current !== taskId && !ended && !problem);
  return {
    reading: latest,
    first,
    busy,
    problem: refused ?? problem,
    failure: ended && task.task_id === taskId ? (task.error ?? "") : undefined,
    open,
    pick: (field, element) => latest && !busy && parts(latest.recipe, { field, element }),
    read: (recipe) => parts(recipe),
    close,
  };
}

function plain(recipe: Recipe): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(recipe).filter(([, value]) => value !== "" && value !== undefined && value !== null)) as Record<
    string,
    string | string[]
  >;
}
