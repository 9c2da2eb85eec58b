/** Adds an event by hand. */
import { useRouter } from "next/router";

import { api, unwrap, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { AdminPage } from "@/admin/AdminPage";
import { NewEventForm } from "@/admin/events/NewEventForm";
import { useSession } from "@/admin/session";
import { eventUrl } from "@/admin/urls";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";

export function AddEvent() {
  const texts = useOffice();
  const router = useRouter();
  const session = useSession();
  const action = useAction();

  async function add(body: Schemas["NewEvent"]) {
    const added = await action.run(() => unwrap(api.POST("/api/events", { body })), texts.editor.added);
    if (added) void router.push(eventUrl(added.event_id));
  }

  return (
    <AdminPage title={texts.editor.addTitle} about={texts.editor.addAbout}>
      <NewEventForm zone={session?.timezone ?? "UTC"} busy={action.busy} problem={action.problem} verb={texts.editor.add} onSave={(fields) => void add(fields)}>
        <ButtonLink href="/admin/events/">{texts.goBack}</ButtonLink>
      </NewEventForm>
    </AdminPage>
  );
}
