/** The five fields of a cron expression, or the seconds of `every 1800 s`, with a description and the next run times from the API. */
import { useEffect, useState } from "react";

import { api, unwrap } from "@/api/client";
import { Field } from "@/components/Field";
import { formatInZone } from "@/admin/Timestamp";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";
import { useScheduleTexts } from "@/language/office/schedules";

const DEBOUNCE_MS = 300;

export function CronFields({ cron, onChange }: { cron: string; onChange: (cron: string) => void }) {
  const texts = useScheduleTexts();
  if (cron.startsWith("every ")) {
    return (
      <>
        <Field label={texts.every}>
          <input
            type="number"
            min={60}
            required
            value={cron.split(" ")[1] ?? ""}
            onInput={(event) => onChange(cron.replace(/^every \S*/, `every ${event.currentTarget.value}`))}
          />
        </Field>
        <CronSummary cron={cron} />
      </>
    );
  }
  const parts = cron.split(" ");
  function set(index: number, text: string) {
    onChange(texts.cronFields.map((_, at) => (at === index ? text.replace(/\s/g, "") : (parts[at] ?? "*"))).join(" "));
  }
  return (
    <>
      <div className="cron">
        {texts.cronFields.map((field, index) => (
          <Field key={field.name} label={field.name} hint={field.hint}>
            <input
              value={parts[index] ?? ""}
              required
              maxLength={80}
              spellCheck={false}
              autoComplete="off"
              onInput={(event) => set(index, event.currentTarget.value)}
            />
          </Field>
        ))}
      </div>
      <CronSummary cron={cron} />
    </>
  );
}

function CronSummary({ cron }: { cron: string }) {
  const office = useOffice();
  const texts = useScheduleTexts();
  const settled = useDebounced(cron);
  const { value, problem } = useAdminRemote(settled ? `cron ${settled}` : null, (signal) =>
    unwrap(api.GET("/api/schedules/preview", { signal, params: { query: { cron: settled } } })),
  );
  return (
    <div className="cron__summary" aria-live="polite">
      {problem ? (
        <p className="form-error">{problem.status === 422 ? texts.invalid : office.fromServer(problem.detail)}</p>
      ) : value ? (
        <>
          <p>
            <strong>{office.fromServer(value.in_words)}</strong>
          </p>
          <ul className="soft small" role="list">
            {value.next_runs.map((time) => (
              <li key={time}>{formatInZone(time, value.timezone)}</li>
            ))}
          </ul>
        </>
      ) : (
        <p className="soft">…</p>
      )}
    </div>
  );
}

/** The text, once the user has stopped typing. */
function useDebounced(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
