/** A dialog that changes when a schedule runs. */
import { useEffect, useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { ActionError } from "@/admin/AdminPage";
import { formatInZone } from "@/admin/Timestamp";
import { CronFields } from "@/admin/schedules/CronFields";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";
import { useScheduleTexts, type ScheduleTexts } from "@/language/office/schedules";

type Schedule = Schemas["Schedule"];

export function EditSchedule({
  schedule,
  onClose,
  onDone,
}: {
  /** Undefined keeps the dialog closed. */
  schedule: Schedule | undefined;
  onClose: () => void;
  onDone: () => void;
}) {
  const office = useOffice();
  const texts = useScheduleTexts();
  const [cron, setCron] = useState("");
  const action = useAction();
  useEffect(() => {
    setCron(schedule?.cron ?? "");
    action.clearProblem();
  }, [schedule, action.clearProblem]);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (!schedule) return;
    const path = { name: schedule.name };
    const work = () => unwrap(api.PATCH("/api/schedules/{name}", { params: { path }, body: { cron } }));
    if (!(await action.run(work, (changed) => describeSchedule(changed, texts, office.fromServer)))) return;
    onClose();
    onDone();
  }

  return (
    <Dialog title={texts.editTitle(schedule?.name ?? "")} open={schedule !== undefined} onClose={onClose} close={office.close}>
      <form className="stack" onSubmit={(event) => void save(event)}>
        <CronFields cron={cron} onChange={setCron} />
        <ActionError problem={action.problem} />
        <div className="row dialog__end">
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" type="submit" disabled={action.busy}>
            {texts.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function describeSchedule(schedule: Schedule, texts: ScheduleTexts, fromServer: (text: string) => string): string {
  const next = schedule.next_run_at
    ? `${texts.nextRun} ${formatInZone(schedule.next_run_at, schedule.timezone)}.`
    : schedule.enabled
      ? texts.fromLastRun
      : texts.turnedOff;
  return `${schedule.name}: ${fromServer(schedule.in_words)}. ${next}`;
}
