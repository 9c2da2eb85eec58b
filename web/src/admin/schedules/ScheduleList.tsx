/** All schedules, each described in words with its next run time. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { formatInZone } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { useHasScope } from "@/admin/session";
import { AddSchedule } from "@/admin/schedules/AddSchedule";
import { EditSchedule } from "@/admin/schedules/EditSchedule";
import { ScheduleActions } from "@/admin/schedules/ScheduleActions";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { formatRelative } from "@/time/format";

type Schedule = Schemas["Schedule"];

export function ScheduleList() {
  const { value, problem, retry } = useAdminRemote("schedules", (signal) => unwrap(api.GET("/api/schedules", { signal })));
  const [editing, setEditing] = useState<Schedule>();
  const [adding, setAdding] = useState(false);
  const canEdit = useHasScope("edit");
  const add = canEdit && (
    <Button look="primary" onClick={() => setAdding(true)}>
      Add a schedule
    </Button>
  );
  return (
    <AdminPage title="Schedules" about="When tasks run. Changes take effect within seconds, without a restart." actions={add}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} what="schedules" />
      ) : value.schedules.length === 0 ? (
        <EmptyState title="No schedules">Nothing runs automatically.</EmptyState>
      ) : (
        <ul className="panels" role="list">
          {value.schedules.map((schedule) => (
            <li key={schedule.name} className="card schedule">
              <ScheduleLine schedule={schedule} />
              {canEdit && <ScheduleActions schedule={schedule} onEdit={() => setEditing(schedule)} onDone={retry} />}
            </li>
          ))}
        </ul>
      )}
      <EditSchedule schedule={editing} onClose={() => setEditing(undefined)} onDone={retry} />
      <AddSchedule open={adding} onClose={() => setAdding(false)} onDone={retry} />
    </AdminPage>
  );
}

function ScheduleLine({ schedule }: { schedule: Schedule }) {
  const { next_run_at: due, timezone } = schedule;
  return (
    <div className="stack schedule__line">
      <h2 className="row">
        {schedule.name}
        {!schedule.enabled && <Badge>off</Badge>}
        {schedule.changed && schedule.fixed && <Badge tone="accent">edited</Badge>}
      </h2>
      <p>
        {schedule.in_words} <code className="soft">{schedule.cron}</code>
      </p>
      <p>
        {due ? (
          <>
            Next run: <time dateTime={due}>{formatInZone(due, timezone)}</time> <span className="soft">({formatRelative(due)})</span>
          </>
        ) : (
          <span className="soft">{schedule.enabled ? "Counts from its last run." : "Not scheduled to run."}</span>
        )}
      </p>
      <p className="soft small break">
        {schedule.task}
        {schedule.args.map((value) => `, ${String(value)}`)}
        {Object.entries(schedule.kwargs).map(([name, value]) => `, ${name}: ${String(value)}`)}
      </p>
    </div>
  );
}
