/** When the letter is sent every week, in words. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError, LoadingOrError } from "@/admin/AdminPage";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useLetterTexts } from "@/language/office/letter";

type Weekday = Schemas["Weekday"];
const WEEKDAYS: readonly Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

export function LetterSchedule() {
  const texts = useLetterTexts();
  const { value, problem, retry } = useAdminRemote("letter schedule", (signal) =>
    unwrap(api.GET("/api/letters/schedule", { signal, cache: "no-store" })),
  );
  if (!value) return <LoadingOrError problem={problem} onRetry={retry} />;
  return (
    <section className="card stack">
      <h2>{texts.schedule}</h2>
      <p className="soft">{`${texts.scheduleAbout} ${texts.zone(value.timezone)}`}</p>
      <p>{value.weekday && value.at ? `${texts.weekdays[value.weekday]}, ${value.at}` : texts.off}</p>
      <ScheduleForm key={`${value.weekday} ${value.at}`} schedule={value} onDone={retry} />
    </section>
  );
}

function ScheduleForm({ schedule, onDone }: { schedule: Schemas["LetterSchedule"]; onDone: () => void }) {
  const texts = useLetterTexts();
  const action = useAction();
  const [weekday, setWeekday] = useState<Weekday>(schedule.weekday ?? "thursday");
  const [at, setAt] = useState(schedule.at ?? "09:00");

  async function set(event: FormEvent) {
    event.preventDefault();
    if (await action.run(() => unwrap(api.PUT("/api/letters/schedule", { body: { weekday, at } })), texts.scheduleSet)) onDone();
  }

  async function unset() {
    if (await action.run(() => unwrap(api.DELETE("/api/letters/schedule")), texts.scheduleUnset)) onDone();
  }

  return (
    <form className="admin-filters" onSubmit={(event) => void set(event)}>
      <Field label={texts.weekday}>
        <select value={weekday} onChange={(event) => setWeekday(WEEKDAYS.find((one) => one === event.currentTarget.value) ?? "thursday")}>
          {WEEKDAYS.map((one) => (
            <option key={one} value={one}>
              {texts.weekdays[one]}
            </option>
          ))}
        </select>
      </Field>
      <Field label={texts.at}>
        <input type="time" required value={at} onInput={(event) => setAt(event.currentTarget.value)} />
      </Field>
      <Button type="submit" disabled={action.busy}>
        {texts.setSchedule}
      </Button>
      {schedule.weekday && (
        <Button disabled={action.busy} onClick={() => void unset()}>
          {texts.unsetSchedule}
        </Button>
      )}
      <ActionError problem={action.problem} />
    </form>
  );
}
