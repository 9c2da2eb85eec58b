/** Change when a schedule runs. */
import { useEffect, useState, type FormEvent } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Refusal } from "@/admin/OfficePage";
import { zonedWords } from "@/admin/Moment";
import { CronFields } from "@/admin/schedules/CronFields";
import { useAct } from "@/admin/useOffice";

type Schedule = Schemas["Schedule"];

export function EditSchedule({
  schedule,
  onClose,
  onDone,
}: {
  /** Nothing is edited without one. */
  schedule: Schedule | undefined;
  onClose: () => void;
  onDone: () => void;
}) {
  const [cron, setCron] = useState("");
  const acting = useAct();
  useEffect(() => {
    setCron(schedule?.cron ?? "");
    acting.forget();
  }, [schedule, acting.forget]);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (!schedule) return;
    const path = { name: schedule.name };
    const work = () => answered(api.PATCH("/api/schedules/{name}", { params: { path }, body: { cron } }));
    if (!(await acting.act(work, savedWords))) return;
    onClose();
    onDone();
  }

  return (
    <Dialog title={`When ${schedule?.name ?? ""} runs`} open={schedule !== undefined} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void save(event)}>
        <CronFields cron={cron} onChange={setCron} />
        <Refusal problem={acting.problem} />
        <div className="row dialog__end">
          <Button onClick={onClose}>Leave it as it was</Button>
          <Button look="primary" type="submit" disabled={acting.busy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function savedWords(schedule: Schedule): string {
  const next = schedule.next_run_at ? `, next ${zonedWords(schedule.next_run_at, schedule.timezone)}` : ", switched off";
  return `${schedule.name}: ${schedule.in_words}${next}.`;
}
