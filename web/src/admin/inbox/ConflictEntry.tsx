/** Sources disagree about when an event is, or about whether it takes place. */
import { api, unwrap, type Schemas } from "@/api/client";
import { ActionError } from "@/admin/AdminPage";
import { FieldValue } from "@/admin/events/FieldValue";
import { Acts, type Act } from "@/admin/inbox/Acts";
import { dismiss } from "@/admin/inbox/dismiss";
import { EntryHead } from "@/admin/inbox/EntryHead";
import { Versions } from "@/admin/inbox/Versions";
import { eventUrl } from "@/admin/urls";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";
import { isPlainDay } from "@/time/days";
import { localMoment } from "@/time/moments";

type Conflict = Schemas["Disagreement"];
type Fields = Pick<Schemas["Correction"], "starts_at" | "ends_at" | "status">;

export function ConflictEntry({ value: conflict, onDone }: { value: Conflict; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const path = { event_id: conflict.event_id };
  const others = conflict.others;

  async function settle(fields: Fields) {
    const body = { ...fields, occurrence: conflict.key };
    const work = () => unwrap(api.PATCH("/api/events/{event_id}", { params: { path }, body }));
    if (await action.run(work, texts.conflicts.settled)) onDone();
  }
  /** The end moves with the start. */
  function move(start: string) {
    const { local_start, local_end, timezone } = conflict;
    const timed = local_end && ![start, local_start, local_end].some(isPlainDay);
    const lasts = timed ? Date.parse(local_end) - Date.parse(local_start) : 0;
    const end = timed ? localMoment(new Date(Date.parse(start) + lasts).toISOString(), timezone) : undefined;
    return settle(end ? { starts_at: start, ends_at: end } : { starts_at: start });
  }
  async function keep() {
    const about = (kind: string) => others.some((other) => other.kind === kind);
    const fields = { ...(about("time") && { starts_at: conflict.local_start }), ...(about("status") && { status: conflict.status }) };
    if (Object.keys(fields).length > 0) return settle(fields);
    if (await action.run(() => dismiss("conflict", conflict.mark), texts.conflicts.settled)) onDone();
  }
  async function split(other: Conflict["others"][number]) {
    const work = () => unwrap(api.POST("/api/events/{event_id}/split", { params: { path }, body: { other_id: other.event_id } }));
    if (await action.run(work, texts.conflicts.split)) onDone();
  }

  const acts: Act[] = [{ name: texts.conflicts.keep, onAct: () => void keep(), primary: true }];
  for (const other of others) {
    if (other.kind === "time")
      acts.push({ name: texts.conflicts.useTime(other.source_title), onAct: () => void move(other.starts_at) });
    if (other.kind === "status")
      acts.push({ name: texts.conflicts.useStatus(other.source_title), onAct: () => void settle({ status: other.status }) });
    if (other.kind !== "status") acts.push({ name: texts.conflicts.notSame(other.source_title), onAct: () => void split(other) });
  }
  return (
    <>
      <EntryHead kind="conflicts" title={conflict.title} />
      <Versions
        versions={[
          { key: "shown", who: texts.conflicts.shown(conflict.source_title), says: <Said start={conflict.local_start} status={conflict.status} />, shown: true },
          ...others.map((other) => ({
            key: `${other.event_id} ${other.kind}`,
            who: texts.conflicts.other(other.source_title),
            says: other.kind === "withdrawn" ? texts.conflicts.gone : <Said start={other.starts_at} status={other.status} />,
          })),
        ]}
      />
      <ActionError problem={action.problem} />
      <Acts busy={action.busy} open={{ href: eventUrl(conflict.event_id), name: texts.inbox.openEvent }} acts={acts} />
    </>
  );
}

function Said({ start, status }: { start: string; status: string }) {
  return (
    <>
      <FieldValue field="starts_at" value={start} />
      <br />
      <span className="soft">
        <FieldValue field="status" value={status} />
      </span>
    </>
  );
}
