/** A source in trouble. */
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

  async function seen() {
    if (await action.run(() => dismiss("alert", String(alert.id)), texts.alerts.wasSeen)) onDone();
  }

  return (
    <>
      <EntryHead kind="alerts" title={texts.alerts.title(alert.title, texts.alerts.states[alert.state] ?? alert.state)} at={alert.at} />
      <p>{texts.alerts.advice[alert.state]}</p>
      {alert.reason && <p className="soft small">{alert.reason}</p>}
      <ActionError problem={action.problem} />
      <Acts
        busy={action.busy}
        open={{ href: sourceUrl(alert.source_id), name: texts.alerts.open }}
        acts={[{ name: texts.alerts.seen, onAct: () => void seen() }]}
      />
    </>
  );
}
