/** The weekly letter: its issues, its schedule, and the issue that an editor has opened. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { ActionError, AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { LetterSchedule } from "@/admin/letter/LetterSchedule";
import { OpenLetter } from "@/admin/letter/OpenLetter";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useLetterTexts } from "@/language/office/letter";
import { formatShortDay } from "@/time/format";

type Letter = Schemas["Letter"];

export function LetterDesk() {
  const texts = useLetterTexts();
  const { value, problem, retry } = useAdminRemote("letters", (signal) => unwrap(api.GET("/api/letters", { signal, cache: "no-store" })));
  const [opened, setOpened] = useState<number>();
  const action = useAction();

  async function add() {
    const made = await action.run(() => unwrap(api.POST("/api/letters", { body: {} })), texts.added);
    if (!made) return;
    setOpened(made.id);
    retry();
  }

  const button = (
    <Button look="primary" disabled={action.busy} onClick={() => void add()}>
      {texts.add}
    </Button>
  );
  return (
    <AdminPage title={texts.title} about={texts.about} actions={value && button}>
      <ActionError problem={action.problem} />
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : (
        <>
          <Conditions letters={value} />
          {opened !== undefined && (
            <OpenLetter
              key={opened}
              id={opened}
              subscribers={value.subscribers.confirmed ?? 0}
              onChange={retry}
              onClose={() => setOpened(undefined)}
            />
          )}
          {value.letters.length === 0 ? (
            <EmptyState title={texts.none}>{texts.noneText}</EmptyState>
          ) : (
            <ul className="panels" role="list" aria-label={texts.list}>
              {value.letters.map((letter) => (
                <li key={letter.id} className="card">
                  <LetterLine letter={letter} opened={letter.id === opened} onOpen={() => setOpened(letter.id)} />
                </li>
              ))}
            </ul>
          )}
          <LetterSchedule />
        </>
      )}
    </AdminPage>
  );
}

function Conditions({ letters }: { letters: Schemas["Letters"] }) {
  const texts = useLetterTexts();
  return (
    <div className="stack">
      {letters.missing.length > 0 && <p className="notice">{texts.missing(letters.missing.join(", "))}</p>}
      {!letters.open && <p className="notice">{texts.closed}</p>}
      <p>{texts.subscribers(letters.subscribers.confirmed ?? 0, letters.subscribers.pending ?? 0)}</p>
    </div>
  );
}

function LetterLine({ letter, opened, onOpen }: { letter: Letter; opened: boolean; onOpen: () => void }) {
  const texts = useLetterTexts();
  const days = texts.days(formatShortDay(letter.first_day), formatShortDay(letter.last_day));
  const facts = [
    texts.states[letter.state],
    letter.event_ids ? texts.byHand : texts.byRule,
    letter.automatic ? texts.automatic : "",
    ...Object.entries(letter.deliveries)
      .filter(([, count]) => (count ?? 0) > 0)
      .map(([state, count]) => `${count} ${texts.deliveryStates[state]}`),
  ];
  return (
    <div className="row">
      <span>
        <strong className="break">{letter.subject ?? days}</strong>
        <br />
        <span className="soft small">{[letter.subject ? days : "", ...facts].filter(Boolean).join(" · ")}</span>
      </span>
      <Button aria-pressed={opened} onClick={onOpen}>
        {texts.open}
        <span className="visually-hidden"> {letter.subject ?? days}</span>
      </Button>
    </div>
  );
}
