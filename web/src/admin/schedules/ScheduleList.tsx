/** All schedules: in words, with the next time. */
import { useState } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { zonedWords } from "@/admin/Moment";
import { OfficePage, Waiting } from "@/admin/OfficePage";
import { useMay } from "@/admin/session";
import { AddSchedule } from "@/admin/schedules/AddSchedule";
import { EditSchedule } from "@/admin/schedules/EditSchedule";
import { ScheduleActs } from "@/admin/schedules/ScheduleActs";
import { useOffice } from "@/admin/useOffice";
import { agoWords } from "@/time/words";

type Schedule = Schemas["Schedule"];

export function ScheduleList() {
  const { value, problem, retry } = useOffice("schedules", (signal) => answered(api.GET("/api/schedules", { signal })));
  const [editing, setEditing] = useState<Schedule>();
  const [adding, setAdding] = useState(false);
  const mayEdit = useMay("edit");
  const add = mayEdit && (
    <Button look="primary" onClick={() => setAdding(true)}>
      Add a schedule
    </Button>
  );
  return (
    <OfficePage title="Schedules" about="When tasks run. Beat follows a change within seconds, without a restart." actions={add}>
      {!value ? (
        <Waiting problem={problem} onRetry={retry} what="schedules" />
      ) : value.schedules.length === 0 ? (
        <EmptyState title="No schedule">Nothing runs by itself.</EmptyState>
      ) : (
        <ul className="panels" role="list">
          {value.schedules.map((schedule) => (
            <li key={schedule.name} className="card schedule">
              <ScheduleLine schedule={schedule} />
              {mayEdit && <ScheduleActs schedule={schedule} onEdit={() => setEditing(schedule)} onDone={retry} />}
            </li>
          ))}
        </ul>
      )}
      <EditSchedule schedule={editing} onClose={() => setEditing(undefined)} onDone={retry} />
      <AddSchedule open={adding} onClose={() => setAdding(false)} onDone={retry} />
    </OfficePage>
  );
}

function ScheduleLine({ schedule }: { schedule: Schedule }) {
  const { next_run_at: due, timezone } = schedule;
  return (
    <div className="stack schedule__line">
      <h2 className="row">
        {schedule.name}
        {!schedule.enabled && <Badge>switched off</Badge>}
        {schedule.changed && schedule.fixed && <Badge tone="accent">changed</Badge>}
      </h2>
      <p>
        {schedule.in_words} <code className="soft">{schedule.cron}</code>
      </p>
      <p>
        {due ? (
          <>
            Next: <time dateTime={due}>{zonedWords(due, timezone)}</time> <span className="soft">({agoWords(due)})</span>
          </>
        ) : (
          <span className="soft">Does not run.</span>
        )}
      </p>
      <p className="soft small break">
        {schedule.task}
        {Object.entries(schedule.kwargs).map(([name, value]) => `, ${name}: ${String(value)}`)}
      </p>
    </div>
  );
}
