/** The events of a letter: chosen by the rule until an editor moves, removes, or adds one. */
import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { ActionError } from "@/admin/AdminPage";
import { FindEvents, type Span } from "@/admin/events/FindEvents";
import { useAction } from "@/admin/useAction";
import { addDays, todayIn } from "@/time/days";
import { useLetterTexts } from "@/language/office/letter";

type Letter = Schemas["LetterDetail"];

export function LetterEvents({ letter, editable, onDone }: { letter: Letter; editable: boolean; onDone: () => void }) {
  const texts = useLetterTexts();
  const action = useAction();
  const ids = letter.items.map((item) => item.event_id);

  async function choose(event_ids: readonly number[] | null) {
    const body = { event_ids: event_ids === null ? null : [...event_ids] };
    const work = () => unwrap(api.PATCH("/api/letters/{letter_id}", { params: { path: { letter_id: letter.id } }, body }));
    if (await action.run(work, texts.saved)) onDone();
  }

  function moved(from: number, to: number): readonly number[] {
    const rest = ids.filter((_, place) => place !== from);
    return [...rest.slice(0, to), ...ids.slice(from, from + 1), ...rest.slice(to)];
  }

  return (
    <div className="stack">
      <h3>{texts.events(ids.length)}</h3>
      {letter.items.length === 0 ? <p className="notice">{texts.noEvents}</p> : <p className="soft">{letter.event_ids ? texts.handText : texts.ruleText}</p>}
      {letter.left_out > 0 && <p className="notice">{texts.leftOut(letter.left_out)}</p>}
      <ol className="found" role="list">
        {letter.items.map((item, place) => (
          <li key={item.event_id}>
            <span>
              <strong className="break">{item.title}</strong>
              <span className="soft small">{[item.when, item.place].filter(Boolean).join(" · ")}</span>
            </span>
            {editable && (
              <span className="row">
                <Act label={texts.up} title={item.title} disabled={action.busy || place === 0} onClick={() => void choose(moved(place, place - 1))} />
                <Act label={texts.down} title={item.title} disabled={action.busy || place === ids.length - 1} onClick={() => void choose(moved(place, place + 1))} />
                <Act label={texts.remove} title={item.title} disabled={action.busy} onClick={() => void choose(ids.filter((id) => id !== item.event_id))} />
              </span>
            )}
          </li>
        ))}
      </ol>
      <ActionError problem={action.problem} />
      {editable && (
        <>
          {letter.event_ids && (
            <div className="row">
              <Button disabled={action.busy} onClick={() => void choose(null)}>
                {texts.useRule}
              </Button>
            </div>
          )}
          <FindEvents
            what={texts.addEvent}
            but={ids}
            within={spanOf(letter)}
            action={(event) => <Act label={texts.put} title={event.title} disabled={action.busy} onClick={() => void choose([...ids, event.id])} />}
          />
        </>
      )}
    </div>
  );
}

/** The letter's days that aren't over. */
function spanOf({ first_day, last_day }: Letter): Span {
  const until = addDays(last_day, 1);
  return first_day > todayIn(undefined) ? { from: first_day, until } : { until };
}

function Act({ label, title, disabled, onClick }: { label: string; title: string; disabled: boolean; onClick: () => void }) {
  return (
    <Button disabled={disabled} onClick={onClick}>
      {label}
      <span className="visually-hidden"> {title}</span>
    </Button>
  );
}
