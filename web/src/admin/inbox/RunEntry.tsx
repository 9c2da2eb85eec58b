/** A suspect run: what accepting it would remove is listed before it is accepted. */
import { useState } from "react";

import type { Schemas } from "@/api/client";
import { ActionError } from "@/admin/AdminPage";
import { Acts } from "@/admin/inbox/Acts";
import { dismiss } from "@/admin/inbox/dismiss";
import { EntryHead } from "@/admin/inbox/EntryHead";
import { AcceptRunDialog } from "@/admin/runs/accepting";
import { runUrl } from "@/admin/urls";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";

export function RunEntry({ value: run, onDone }: { value: Schemas["Run"]; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const [accepting, setAccepting] = useState(false);

  async function leave() {
    if (await action.run(() => dismiss("run", run.id), texts.runs.left)) onDone();
  }

  return (
    <>
      <EntryHead kind="runs" title={texts.runs.title(run.source)} at={run.started_at} />
      <p>{texts.runs.saw(run.seen)}</p>
      {run.reason && <p className="soft small">{texts.fromServer(run.reason)}</p>}
      <ActionError problem={action.problem} />
      <Acts
        busy={action.busy}
        open={{ href: runUrl(run.id), name: texts.runs.open }}
        acts={[
          { name: texts.runs.accept, onAct: () => setAccepting(true), primary: true },
          { name: texts.runs.leave, onAct: () => void leave() },
        ]}
      />
      {accepting && <AcceptRunDialog id={run.id} open onClose={() => setAccepting(false)} onDone={onDone} />}
    </>
  );
}
