/** Corrects the fields of an event, or of one of its times. Sends only what is changed, and the version that it was changed from,
 * so that two editors don't overwrite each other. */
import { useEffect, useMemo, useState, type FormEvent } from "react";

import { api, unwrap, type ApiProblem } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { changesOf, draftOf } from "@/admin/events/draft";
import { EventFields } from "@/admin/events/EventFields";
import { FieldValue } from "@/admin/events/FieldValue";
import { RefusedNote } from "@/admin/events/RefusedNote";
import { TwoVersions } from "@/admin/events/TwoVersions";
import { fieldsOf, timesOf, type EventEdits, type FieldState } from "@/admin/events/useEventEdits";
import { useShowProblem } from "@/admin/events/useShowProblem";
import { useTown } from "@/admin/events/useTown";
import { useAction } from "@/admin/useAction";
import { useLocale } from "@/language/languages";
import { useOffice } from "@/language/office";
import { formatMoment } from "@/time/moments";

const CHANGED_SINCE = 412;

export function EventForm({ edits, onDone }: { edits: EventEdits; onDone: () => void }) {
  const texts = useOffice();
  const [key, setKey] = useState<string | null>(null);
  const times = timesOf(edits);
  return (
    <section className="stack" aria-labelledby="fields">
      <h2 id="fields">{texts.editor.fieldsHead}</h2>
      {times.length > 1 && <TimeChoice times={times} chosen={key} onChoose={setKey} />}
      <FieldsForm key={key} edits={edits} target={key} onDone={onDone} />
    </section>
  );
}

function TimeChoice({ times, chosen, onChoose }: { times: readonly FieldState[]; chosen: string | null; onChoose: (key: string | null) => void }) {
  const texts = useOffice();
  const locale = useLocale();
  return (
    <Field label={texts.editor.which}>
      <select value={chosen ?? ""} onChange={(event) => onChoose(event.currentTarget.value || null)}>
        <option value="">{texts.editor.whole}</option>
        {times.map((time) => (
          <option key={time.key} value={time.key!}>
            {formatMoment(String(time.shown), locale)}
          </option>
        ))}
      </select>
    </Field>
  );
}

function FieldsForm({ edits, target, onDone }: { edits: EventEdits; target: string | null; onDone: () => void }) {
  const texts = useOffice();
  const town = useTown();
  const action = useAction();
  const fields = fieldsOf(edits, target);
  const before = useMemo(() => draftOf(shown(fields), edits.town_categories), [edits.version, target]);
  const [draft, setDraft] = useState(before);
  const [why, setWhy] = useState("");
  useEffect(() => {
    setDraft(before);
    setWhy("");
  }, [before]);
  const changes = changesOf(before, draft, edits.timezone);
  const count = Object.keys(changes).length;
  const path = { event_id: edits.event_id };

  async function save(version: string | null) {
    const body = { ...changes, occurrence: target, why: why || null };
    const header = { "if-match": version && `"${version}"` };
    const work = () => unwrap(api.PATCH("/api/events/{event_id}", { params: { path, header }, body }));
    if (await action.run(work, texts.editor.saved)) onDone();
  }
  async function undo(field: FieldState) {
    const work = () =>
      unwrap(api.DELETE("/api/events/{event_id}/edits/{field}", { params: { path: { ...path, field: field.field as never }, query: { occurrence: target } } }));
    if (await action.run(work, texts.editor.undone)) onDone();
  }
  function discard() {
    action.clearProblem();
    onDone();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    void save(edits.version);
  }

  const problem = action.problem;
  const form = useShowProblem(problem);
  const refused: ApiProblem["fields"] = problem?.fields ?? {};
  return (
    <form ref={form} className="stack" onSubmit={submit}>
      <EventFields
        draft={draft}
        onChange={setDraft}
        errors={refused}
        town={town}
        has={(field) => field in fields}
        source={(field) => <SourceSays state={fields[field]!} onUndo={undo} busy={action.busy} />}
      />
      <Field label={texts.why} hint={texts.whyHint} error={refused.why}>
        <input value={why} maxLength={200} onInput={(input) => setWhy(input.currentTarget.value)} />
      </Field>
      {problem?.status === CHANGED_SINCE ? (
        <TwoVersions problem={problem} busy={action.busy} onMine={() => void save(null)} onTheirs={discard} />
      ) : Object.keys(refused).length > 0 ? (
        <RefusedNote problem={problem} />
      ) : (
        <ActionError problem={problem} />
      )}
      <div className="row edit__end" data-changed={count > 0}>
        <Button type="submit" look="primary" disabled={action.busy || count === 0}>
          {texts.editor.save}
        </Button>
        <span className="soft small" aria-live="polite">
          {count === 0 ? texts.editor.unchanged : texts.editor.changedCount(count)}
        </span>
      </div>
    </form>
  );
}

/** What the source says, if people see something else, with a way back. */
function SourceSays({ state, onUndo, busy }: { state: FieldState; onUndo: (state: FieldState) => Promise<void>; busy: boolean }) {
  const texts = useOffice();
  const same = !state.edited && JSON.stringify(state.shown) === JSON.stringify(state.source);
  if (same && state.field !== "categories") return state.shown === null ? null : <span className="soft small">{texts.editor.sameAsShown}</span>;
  return (
    <>
      <span className="field__label">{texts.editor.sourceSays}</span>
      <FieldValue field={state.field} value={state.source} />
      {state.edited && (
        <Button look="quiet" className="edit__undo" disabled={busy} onClick={() => void onUndo(state)}>
          {texts.editor.undo}
          <span className="visually-hidden"> {texts.fields[state.field]}</span>
        </Button>
      )}
    </>
  );
}

function shown(fields: Readonly<Record<string, FieldState>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([field, state]) => [field, state.shown]));
}

