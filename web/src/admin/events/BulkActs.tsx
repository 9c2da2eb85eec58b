/** One act on all events that the filters find: previewed, confirmed with a reason, and undone if it was a mistake. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError, LoadingOrError } from "@/admin/AdminPage";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { filterQuery, type EventSearchFilter } from "@/admin/events/search";
import { useTown } from "@/admin/events/useTown";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useNameOfCategory } from "@/language/categoryName";
import { useOffice } from "@/language/office";

type Act = Schemas["BulkAct"];
type Done = { id: number; count: number };

export function BulkActs({ search, onDone }: { search: EventSearchFilter; onDone: () => void }) {
  const office = useOffice();
  const texts = office.find.bulk;
  const action = useAction();
  const [act, setAct] = useState<Act>("hide");
  const [previewing, setPreviewing] = useState(false);
  const [done, setDone] = useState<Done>();

  async function undo({ id }: Done) {
    const work = () => unwrap(api.POST("/api/events/bulk/{act_id}/undo", { params: { path: { act_id: id } } }));
    if (!(await action.run(work, (undone) => texts.undone(undone.events, undone.kept)))) return;
    setDone(undefined);
    onDone();
  }

  return (
    <section className="stack" aria-labelledby="bulk">
      <h2 id="bulk">{texts.head}</h2>
      <p className="soft">{texts.text}</p>
      <form
        className="admin-filters"
        onSubmit={(event) => {
          event.preventDefault();
          setPreviewing(true);
        }}
      >
        <Field label={texts.act}>
          <select value={act} onChange={(event) => setAct(event.currentTarget.value as Act)}>
            {Object.entries(texts.acts).map(([name, words]) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
          </select>
        </Field>
        <Button type="submit">{texts.preview}</Button>
      </form>
      {done && (
        <div className="row" role="status">
          <span>{texts.done(done.count)}</span>
          <Button disabled={action.busy} onClick={() => void undo(done)}>
            {texts.undo}
          </Button>
        </div>
      )}
      <ActionError problem={action.problem} />
      {previewing && (
        <BulkDialog
          act={act}
          search={search}
          onClose={() => setPreviewing(false)}
          onDone={(one) => {
            setPreviewing(false);
            setDone(one);
            onDone();
          }}
        />
      )}
    </section>
  );
}

function BulkDialog({ act, search, onClose, onDone }: { act: Act; search: EventSearchFilter; onClose: () => void; onDone: (done: Done) => void }) {
  const office = useOffice();
  const texts = office.find.bulk;
  const action = useAction();
  const town = useTown();
  const nameOf = useNameOfCategory();
  const [why, setWhy] = useState("");
  const [categories, setCategories] = useState<readonly string[]>([]);
  const query = filterQuery(search);
  const { value, problem, retry } = useAdminRemote(`bulk ${act} ${JSON.stringify(query)}`, (signal) =>
    unwrap(api.POST("/api/events/bulk", { signal, params: { query }, body: { act } })),
  );
  const toggle = (name: string) => setCategories((before) => (before.includes(name) ? before.filter((one) => one !== name) : [...before, name]));

  async function run() {
    if (!value || value.count === 0) return onClose();
    const body = { act, why, expected: value.count, categories: act === "categories" ? [...categories] : null };
    const result = await action.run(() => unwrap(api.POST("/api/events/bulk", { params: { query }, body })), (made) => texts.done(made.count));
    if (result?.act_id) onDone({ id: result.act_id, count: result.count });
    else retry();
  }

  const changes = value !== undefined && value.count > 0;
  return (
    <ConfirmDialog
      title={texts.titles[act]}
      verb={changes ? texts.confirm(texts.acts[act], value.count) : office.close}
      open
      action={action}
      onConfirm={() => void run()}
      onClose={onClose}
    >
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : !changes ? (
        <p>{texts.nothing}</p>
      ) : (
        <>
          <p>{texts.count(value.count)}</p>
          <ul className="bulk">
            {value.events.map((event) => (
              <li key={event.event_id} className="break">
                {event.title}
              </li>
            ))}
            {value.count > value.events.length && <li className="soft">{texts.rest(value.count - value.events.length)}</li>}
          </ul>
          {act === "categories" && (
            <fieldset className="checks checks--row">
              <legend>{texts.chooseCategories}</legend>
              {town.map((name) => (
                <label key={name} className="check">
                  <input type="checkbox" checked={categories.includes(name)} onChange={() => toggle(name)} />
                  {nameOf(name)}
                </label>
              ))}
            </fieldset>
          )}
          <Field label={texts.why} hint={texts.whyHint} error={action.problem?.fields.why}>
            <input value={why} required maxLength={200} onInput={(input) => setWhy(input.currentTarget.value)} />
          </Field>
        </>
      )}
    </ConfirmDialog>
  );
}
