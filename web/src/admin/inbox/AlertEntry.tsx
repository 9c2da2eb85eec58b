/** A source in trouble, or Marquee itself. */
import type { Schemas } from "@/api/client";
import { ActionError } from "@/admin/AdminPage";
import { Acts } from "@/admin/inbox/Acts";
import { dismiss } from "@/admin/inbox/dismiss";
import { EntryHead } from "@/admin/inbox/EntryHead";
import { sourceUrl } from "@/admin/urls";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";

export function AlertEntry({ value: alert, onDone }: { value: Schemas["AlertMessage"]; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const state = alert.state ?? "stopped";

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
        acts={[{ name: texts.alerts.seen, onAct: () => void seen() }]}
      />
    </>
  );
}
