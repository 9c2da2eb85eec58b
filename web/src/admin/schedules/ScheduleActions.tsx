/** Buttons to edit a schedule, turn it on or off, and reset or delete it. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { ActionError } from "@/admin/AdminPage";
import { describeSchedule } from "@/admin/schedules/EditSchedule";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";
import { useScheduleTexts } from "@/language/office/schedules";

export function ScheduleActions({
  schedule,
  onEdit,
  onDone,
}: {
  schedule: Schemas["Schedule"];
  onEdit: () => void;
  onDone: () => void;
}) {
  const office = useOffice();
  const texts = useScheduleTexts();
  const toggling = useAction();
  const resetting = useAction();
  const [confirming, setConfirming] = useState(false);
  const path = { name: schedule.name };
  const verb = schedule.fixed ? texts.reset : texts.delete;

  async function toggle() {
    const body = { enabled: !schedule.enabled };
    const work = () => unwrap(api.PATCH("/api/schedules/{name}", { params: { path }, body }));
    if (await toggling.run(work, (changed) => describeSchedule(changed, texts, office.fromServer))) onDone();
  }

  async function reset() {
    const work = async () => (await unwrap(api.DELETE("/api/schedules/{name}", { params: { path } })), true);
    if (!(await resetting.run(work, schedule.fixed ? texts.wasReset(schedule.name) : texts.wasDeleted(schedule.name)))) return;
    setConfirming(false);
    onDone();
  }

  return (
    <div className="row">
      <Button onClick={onEdit}>
        {texts.edit}
        <span className="visually-hidden"> {schedule.name}</span>
      </Button>
      <Button disabled={toggling.busy} onClick={() => void toggle()}>
        {schedule.enabled ? texts.turnOff : texts.turnOn}
        <span className="visually-hidden"> {schedule.name}</span>
      </Button>
      {schedule.changed && (
        <Button look="danger" onClick={() => setConfirming(true)}>
          {verb}
          <span className="visually-hidden"> {schedule.name}</span>
        </Button>
      )}
      <ActionError problem={toggling.problem} />
      <ConfirmDialog
        title={texts.confirm(verb, schedule.name)}
        verb={verb}
        open={confirming}
        action={resetting}
        onConfirm={() => void reset()}
        onClose={() => setConfirming(false)}
      >
        <p>{schedule.fixed ? texts.resetText : texts.deleteText}</p>
      </ConfirmDialog>
    </div>
  );
}
