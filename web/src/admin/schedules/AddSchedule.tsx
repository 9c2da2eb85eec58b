/** A schedule of one's own: which task, of which source, when. */
import { useEffect, useState, type FormEvent } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { Refusal } from "@/admin/OfficePage";
import { CronFields } from "@/admin/schedules/CronFields";
import { savedWords } from "@/admin/schedules/EditSchedule";
import { useAct, useOffice } from "@/admin/useOffice";

type Task = "scrape_source" | "ingest_source" | "ingest_all_sources";
const TASKS: Readonly<Record<Task, string>> = {
  scrape_source: "Crawl a source",
  ingest_source: "Read the feeds of a source",
  ingest_all_sources: "Read the feeds of all sources",
};
const FIRST = "0 6 * * *";

export function AddSchedule({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) {
  const [name, setName] = useState("");
  const [task, setTask] = useState<Task>("scrape_source");
  const [source, setSource] = useState("");
  const [cron, setCron] = useState(FIRST);
  const acting = useAct();
  const health = useOffice(open ? "sources to schedule" : null, (signal) => answered(api.GET("/api/health/sources", { signal })));
  useEffect(() => {
    if (open) acting.forget();
  }, [open, acting.forget]);

  async function save(event: FormEvent) {
    event.preventDefault();
    const body = planOf(task, cron, Number(source));
    const work = () => answered(api.PUT("/api/schedules/{name}", { params: { path: { name } }, body }));
    if (!(await acting.act(work, savedWords))) return;
    setName("");
    onClose();
    onDone();
  }

  return (
    <Dialog title="A new schedule" open={open} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void save(event)}>
        <Field label="Name" hint="Small letters, digits, - and _. One that exists is replaced." error={acting.problem?.fields.name}>
          <input
            value={name}
            required
            maxLength={63}
            pattern="[a-z][a-z0-9_\-]*"
            autoCapitalize="none"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <Field label="Task">
          <select value={task} onChange={(event) => setTask(event.currentTarget.value as Task)}>
            {Object.entries(TASKS).map(([key, words]) => (
              <option key={key} value={key}>
                {words}
              </option>
            ))}
          </select>
        </Field>
        {task !== "ingest_all_sources" && (
          <Field label="Source">
            <select value={source} required onChange={(event) => setSource(event.currentTarget.value)}>
              <option value="">Choose one</option>
              {health.value?.sources.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.title}
                </option>
              ))}
            </select>
          </Field>
        )}
        <CronFields cron={cron} onChange={setCron} />
        <Refusal problem={acting.problem ?? health.problem} />
        <div className="row dialog__end">
          <Button onClick={onClose}>Leave</Button>
          <Button look="primary" type="submit" disabled={acting.busy}>
            Add
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
