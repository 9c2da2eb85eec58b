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
import { useOffice } from "@/language/office";
import { useScheduleTexts } from "@/language/office/schedules";

type Schedule = Schemas["Schedule"];

export function ScheduleList() {
  const texts = useScheduleTexts();
  const { value, problem, retry } = useAdminRemote("schedules", (signal) => unwrap(api.GET("/api/schedules", { signal })));
  const [editing, setEditing] = useState<Schedule>();
  const [adding, setAdding] = useState(false);
  const canEdit = useHasScope("edit");
  const add = canEdit && (
    <Button look="primary" onClick={() => setAdding(true)}>
      {texts.add}
    </Button>
  );
  return (
    <AdminPage title={texts.title} about={texts.about} actions={add}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.schedules.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneText}</EmptyState>
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
  const office = useOffice();
  const texts = useScheduleTexts();
  const { next_run_at: due, timezone } = schedule;
  return (
    <div className="stack schedule__line">
      <h2 className="row">
        {schedule.name}
        {!schedule.enabled && <Badge>{texts.off}</Badge>}
        {schedule.changed && schedule.fixed && <Badge tone="accent">{texts.edited}</Badge>}
      </h2>
      <p>
        {office.fromServer(schedule.in_words)} <code className="soft">{schedule.cron}</code>
      </p>
      <p>
        {due ? (
          <>
            {texts.nextRun} <time dateTime={due}>{formatInZone(due, timezone)}</time> <span className="soft">({formatRelative(due)})</span>
          </>
        ) : (
          <span className="soft">{schedule.enabled ? texts.fromLastRun : texts.notScheduled}</span>
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
