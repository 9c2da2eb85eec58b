/** A dialog that adds a schedule: what to run, for which source, and when. */
import { useEffect, useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { CronFields } from "@/admin/schedules/CronFields";
import { describeSchedule } from "@/admin/schedules/EditSchedule";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";
import { useScheduleTexts } from "@/language/office/schedules";

type Task = "scrape_source" | "ingest_source" | "ingest_all_sources";
const DEFAULT_CRON = "0 6 * * *";

export function AddSchedule({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) {
  const office = useOffice();
  const texts = useScheduleTexts();
  const [name, setName] = useState("");
  const [task, setTask] = useState<Task>("scrape_source");
  const [source, setSource] = useState("");
  const [cron, setCron] = useState(DEFAULT_CRON);
  const action = useAction();
  const sources = useAdminRemote(open ? "sources to schedule" : null, (signal) => unwrap(api.GET("/api/health/sources", { signal })));
  useEffect(() => {
    if (open) action.clearProblem();
  }, [open, action.clearProblem]);

  async function save(event: FormEvent) {
    event.preventDefault();
    const body = planOf(task, cron, Number(source));
    const work = () => unwrap(api.PUT("/api/schedules/{name}", { params: { path: { name } }, body }));
    if (!(await action.run(work, (schedule) => describeSchedule(schedule, texts, office.fromServer)))) return;
    setName("");
    onClose();
    onDone();
  }

  return (
    <Dialog title={texts.newTitle} open={open} onClose={onClose} close={office.close}>
      <form className="stack" onSubmit={(event) => void save(event)}>
        <Field label={texts.name} hint={texts.nameHint} error={action.problem?.fields.name}>
          <input
            value={name}
            required
            maxLength={63}
            pattern="[a-z][a-z0-9_\-]*"
            autoCapitalize="none"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <Field label={texts.task}>
          <select value={task} onChange={(event) => setTask(event.currentTarget.value as Task)}>
            {Object.entries(texts.tasks).map(([key, label]) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        </Field>
        {task !== "ingest_all_sources" && (
          <Field label={texts.source}>
            <select value={source} required onChange={(event) => setSource(event.currentTarget.value)}>
              <option value="">{texts.chooseSource}</option>
              {sources.value?.sources.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </Field>
        )}
        <CronFields cron={cron} onChange={setCron} />
        <ActionError problem={action.problem ?? sources.problem} />
        <div className="row dialog__end">
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" type="submit" disabled={action.busy}>
            {texts.addVerb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type Plan =
  | Schemas["PlanScrapeSource"]
  | Schemas["PlanIngestSource"]
  | Schemas["PlanIngestAllSources"];

function planOf(task: Task, cron: string, sourceId: number): Plan {
  const base = { cron, enabled: true };
  if (task === "scrape_source") return { ...base, task, kwargs: { source_id: sourceId } };
  if (task === "ingest_source") return { ...base, task, kwargs: { source_id: sourceId, limit: 100 } };
  return { ...base, task, kwargs: { limit_per_source: 100 } };
}
