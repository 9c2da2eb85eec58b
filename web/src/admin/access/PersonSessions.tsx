/** An administrator sees and ends the sessions of a person, and turns off their two-step login. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { ActionError } from "@/admin/AdminPage";
import { SessionList } from "@/admin/access/SessionList";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";
import { usePeopleTexts } from "@/language/office/people";

export function PersonSessions({ person, onClose, onEnded }: { person: Schemas["Person"] | undefined; onClose: () => void; onEnded: () => void }) {
  const texts = usePeopleTexts();
  const { close } = useOffice();
  const action = useAction();
  const [turningOff, setTurningOff] = useState(false);

  async function end(personId: number, sessionId: number) {
    const path = { person_id: personId, session_id: sessionId };
    await action.run(() => unwrap(api.DELETE("/api/people/{person_id}/sessions/{session_id}", { params: { path } })), texts.ended);
    onEnded();
  }
  async function endAll(personId: number) {
    const path = { person_id: personId };
    await action.run(() => unwrap(api.DELETE("/api/people/{person_id}/sessions", { params: { path } })), texts.allEnded);
    onEnded();
  }

  async function endTwoStep(personId: number) {
    const path = { person_id: personId };
    await action.run(async () => {
      await unwrap(api.DELETE("/api/people/{person_id}/two-step", { params: { path } }));
      setTurningOff(false);
      onEnded();
    }, texts.turnedOff);
  }

  return (
    <Dialog title={person ? texts.sessionsOf(person.name) : ""} open={person !== undefined} onClose={onClose} close={close}>
      {person && (
        <div className="stack">
          <SessionList sessions={person.sessions} busy={action.busy} onEnd={(session) => void end(person.id, session.id)} />
          <ActionError problem={action.problem} />
          {person.sessions.length > 1 && (
            <Button look="danger" disabled={action.busy} onClick={() => void endAll(person.id)}>
              {texts.endAll}
            </Button>
          )}
          {person.two_step && (
            <>
              <p className="soft small">{texts.resetTwoStepText}</p>
              <Button look="danger" disabled={action.busy} onClick={() => setTurningOff(true)}>
                {texts.resetTwoStep}
              </Button>
              <ConfirmDialog
                title={texts.resetTwoStepTitle(person.name)}
                verb={texts.turnOff}
                open={turningOff}
                action={action}
                onConfirm={() => void endTwoStep(person.id)}
                onClose={() => setTurningOff(false)}
              >
                <p>{texts.resetTwoStepSure}</p>
              </ConfirmDialog>
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}
