/** What can be done with a schedule: edit it, switch it on or off, take back what people changed. */
import { useState } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { Refusal } from "@/admin/OfficePage";
import { savedWords } from "@/admin/schedules/EditSchedule";
import { useAct } from "@/admin/useOffice";

export function ScheduleActs({
  schedule,
  onEdit,
  onDone,
}: {
  schedule: Schemas["Schedule"];
  onEdit: () => void;
  onDone: () => void;
}) {
  const switching = useAct();
  const resetting = useAct();
  const [asking, setAsking] = useState(false);
  const path = { name: schedule.name };
  const verb = schedule.fixed ? "Reset" : "Delete";

  async function flip() {
    const body = { enabled: !schedule.enabled };
    const work = () => answered(api.PATCH("/api/schedules/{name}", { params: { path }, body }));
    if (await switching.act(work, savedWords)) onDone();
  }

  async function reset() {
    const work = async () => (await answered(api.DELETE("/api/schedules/{name}", { params: { path } })), true);
    if (!(await resetting.act(work, schedule.fixed ? `${schedule.name} is as it was made.` : `${schedule.name} is gone.`))) return;
    setAsking(false);
    onDone();
  }

  return (
    <div className="row">
      <Button onClick={onEdit}>
        Edit<span className="visually-hidden"> {schedule.name}</span>
      </Button>
      <Button disabled={switching.busy} onClick={() => void flip()}>
        {schedule.enabled ? "Switch off" : "Switch on"}
        <span className="visually-hidden"> {schedule.name}</span>
      </Button>
      {schedule.changed && (
        <Button look="danger" onClick={() => setAsking(true)}>
          {verb}
          <span className="visually-hidden"> {schedule.name}</span>
        </Button>
      )}
      <Refusal problem={switching.problem} />
      <ConfirmDialog
        title={`${verb} ${schedule.name}?`}
        verb={verb}
        open={asking}
        acting={resetting}
        onConfirm={() => void reset()}
        onClose={() => setAsking(false)}
      >
        <p>{schedule.fixed ? "It runs again when Marquee itself says, with Marquee’s arguments." : "It does not run any more."}</p>
      </ConfirmDialog>
    </div>
  );
}
