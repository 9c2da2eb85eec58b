/** What an address would bring: a worker reads it once and nothing is stored. */
import { useState } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Progress } from "@/components/Progress";
import { Refusal } from "@/admin/OfficePage";
import { feedsOf, type Draft } from "@/admin/sources/draft";
import { PreviewResult } from "@/admin/sources/PreviewResult";
import { useAct, useOffice } from "@/admin/useOffice";
import { useStream } from "@/admin/useStream";

const KINDS: readonly Schemas["Kind"][] = [
  "auto",
  "ics",
  "jsonld",
  "rss",
  "tribe",
  "carbonhouse",
  "squarespace",
  "localist",
  "libcal",
  "tnew",
  "ovationtix",
  "wix",
];

export function Preview({ draft }: { draft: Draft }) {
  const [kind, setKind] = useState<Schemas["Kind"]>("auto");
  const [taskId, setTaskId] = useState<string>();
  const acting = useAct();
  const url = feedsOf(draft)[0] ?? draft.base_url.trim();

  async function look() {
    const body = { url, timezone: draft.timezone, kind };
    const sent = await acting.act(() => answered(api.POST("/api/sources/preview", { body })), "The address is being read.");
    setTaskId(sent?.task_id);
  }

  return (
    <div className="stack preview">
      <div className="office-filters">
        <Field label="Read it as">
          <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Schemas["Kind"])}>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {one === "auto" ? "whatever it looks like" : one}
              </option>
            ))}
          </select>
        </Field>
        <Button disabled={acting.busy || url === ""} onClick={() => void look()}>
          Preview
        </Button>
      </div>
      <Refusal problem={acting.problem} />
      <div aria-live="polite">{taskId && <Following key={taskId} taskId={taskId} />}</div>
    </div>
  );
}

function Following({ taskId }: { taskId: string }) {
  const { value, problem, retry } = useOffice(`preview ${taskId}`, (signal) =>
    answered(api.GET("/api/tasks/{task_id}", { signal, params: { path: { task_id: taskId } } })),
  );
  const told = useStream<Schemas["Task"]>(`/api/tasks/${encodeURIComponent(taskId)}/events`, "task", retry, retry);
  const task = value?.state === "succeeded" || value?.state === "failed" ? value : (told ?? value);
  if (problem) return <Refusal problem={problem} />;
  if (task?.state === "failed" || task?.state === "cancelled") return <p className="refusal">{task.error ?? "It was cancelled."}</p>;
  if (task?.state === "succeeded" && task.result) return <PreviewResult result={task.result} />;
  return <Progress label="A worker reads the address …" />;
}
