/** The five fields of a schedule, with what the service says of them: in words, and the next times. */
import { useEffect, useState } from "react";

import { answered, api } from "@/api/client";
import { Field } from "@/components/Field";
import { zonedWords } from "@/admin/Moment";
import { useOffice } from "@/admin/useOffice";

const PAUSE_MS = 300;
const FIELDS = [
  { name: "Minute", hint: "0–59, */15" },
  { name: "Hour", hint: "0–23, 6,18" },
  { name: "Day", hint: "1–31, *" },
  { name: "Month", hint: "1–12, *" },
  { name: "Weekday", hint: "0–6, 1-5; 0 is Sunday" },
] as const;

export function CronFields({ cron, onChange }: { cron: string; onChange: (cron: string) => void }) {
  const parts = cron.split(" ");
  function set(place: number, text: string) {
    onChange(FIELDS.map((_, each) => (each === place ? text.replace(/\s/g, "") : (parts[each] ?? "*"))).join(" "));
  }
  return (
    <>
      <div className="cron">
        {FIELDS.map((field, place) => (
          <Field key={field.name} label={field.name} hint={field.hint}>
            <input
              value={parts[place] ?? ""}
              required
              maxLength={80}
              spellCheck={false}
              autoComplete="off"
              onInput={(event) => set(place, event.currentTarget.value)}
            />
          </Field>
        ))}
      </div>
      <InWords cron={cron} />
    </>
  );
}

function InWords({ cron }: { cron: string }) {
  const settled = useSettled(cron);
  const { value, problem } = useOffice(settled ? `cron ${settled}` : null, (signal) =>
    answered(api.GET("/api/schedules/preview", { signal, params: { query: { cron: settled } } })),
  );
  return (
    <div className="cron__words" aria-live="polite">
      {problem ? (
        <p className="refusal">{problem.status === 422 ? "These are not five fields that a schedule can have." : problem.detail}</p>
      ) : value ? (
        <>
          <p>
            <strong>{value.in_words}</strong>
          </p>
          <ul className="soft small" role="list">
            {value.next_runs.map((moment) => (
              <li key={moment}>{zonedWords(moment, value.timezone)}</li>
            ))}
          </ul>
        </>
      ) : (
        <p className="soft">…</p>
      )}
    </div>
  );
}

/** What was typed, a moment after the last key. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
