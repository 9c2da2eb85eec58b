/** A source in trouble, or Marquee itself. */
import { useState } from "react";

import type { Schemas } from "@/api/client";
import { ActionError } from "@/admin/AdminPage";
import { Acts } from "@/admin/inbox/Acts";
import { dismiss } from "@/admin/inbox/dismiss";
import { EntryHead } from "@/admin/inbox/EntryHead";
import { RemoveSource } from "@/admin/sources/removal";
import { sourceUrl } from "@/admin/urls";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";

export function AlertEntry({ value: alert, onDone }: { value: Schemas["AlertMessage"]; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const [removing, setRemoving] = useState(false);
  /** A failing source may be dead by now, without a second message. */
  const state = alert.state_now === "dead" ? "dead" : alert.state;
  const isGone = state === "dead" || state === "paused";

  async function seen() {
    if (await action.run(() => dismiss("alert", String(alert.id)), texts.alerts.wasSeen)) onDone();
  }

  return (
    <>
      <EntryHead kind="alerts" title={texts.alerts.title(alert.title, texts.alerts.states[state] ?? state)} at={alert.at} />
      <p>{texts.alerts.advice[state]}</p>
      {alert.reason && <p className="soft small">{texts.fromServer(alert.reason)}</p>}
      <ActionError problem={action.problem} />
      <Acts
        busy={action.busy}
        open={alert.source_id === null ? undefined : { href: sourceUrl(alert.source_id), name: texts.alerts.open }}
        acts={[
          { name: texts.alerts.seen, onAct: () => void seen() },
          ...(isGone ? [{ name: texts.health.remove, onAct: () => setRemoving(true) }] : []),
        ]}
      />
      {removing && alert.source_id !== null && <RemoveSource id={alert.source_id} title={alert.title} onClose={() => setRemoving(false)} onDone={onDone} />}
    </>
  );
}
