/** Previews a source: a worker reads its URL once and stores nothing. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Progress } from "@/components/Progress";
import { ActionError } from "@/admin/AdminPage";
import { feedsOf, type Draft } from "@/admin/sources/draft";
import { PreviewResult } from "@/admin/sources/PreviewResult";
import { rulesOf } from "@/admin/sources/rules";
import type { Platform } from "@/admin/sources/usePlatforms";
import { useAction } from "@/admin/useAction";
import { useTask } from "@/admin/useTask";
import { useOffice } from "@/language/office";
import { useSourceTexts } from "@/language/office/sources";

type Kind = NonNullable<Schemas["Preview"]["kind"]>;

export function Preview({ draft, platforms }: { draft: Draft; platforms: readonly Platform[] }) {
  const office = useOffice();
  const texts = useSourceTexts().preview;
  const [kind, setKind] = useState<Kind>("auto");
  const [taskId, setTaskId] = useState<string>();
  const action = useAction();
  const url = feedsOf(draft)[0] ?? draft.base_url.trim();

  async function preview() {
    const body = { url, timezone: draft.timezone, kind, rules: rulesOf(draft.rules) };
    const sent = await action.run(() => unwrap(api.POST("/api/sources/preview", { body })), texts.sent);
    setTaskId(sent?.task_id);
  }

  return (
    <div className="stack preview">
      <div className="admin-filters">
        <Field label={texts.readAs}>
          <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
            <option value="auto">{texts.detect}</option>
            {platforms.map(({ name, title }) => (
              <option key={name} value={name}>
                {office.fromServer(title)}
              </option>
            ))}
          </select>
        </Field>
        <Button disabled={action.busy || url === ""} onClick={() => void preview()}>
          {texts.verb}
        </Button>
      </div>
      <ActionError problem={action.problem} />
      <div aria-live="polite">{taskId && <PreviewTask key={taskId} taskId={taskId} />}</div>
    </div>
  );
}

export function PreviewTask({ taskId }: { taskId: string }) {
  const office = useOffice();
  const texts = useSourceTexts().preview;
  const { task, problem } = useTask(taskId);
  if (problem) return <ActionError problem={problem} />;
  if (task?.state === "failed" || task?.state === "cancelled") return <p className="form-error">{task.error ? office.fromServer(task.error) : texts.canceled}</p>;
  if (task?.state === "succeeded" && task.result) return <PreviewResult result={task.result} />;
  return <Progress label={texts.working} />;
}
