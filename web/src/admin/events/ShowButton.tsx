/** Makes a hidden event visible to the public again. */
import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { ActionError } from "@/admin/AdminPage";
import { useOffice } from "@/language/office";
import { useAction } from "@/admin/useAction";

export function ShowButton({ eventId, title, onDone }: { eventId: number; title: string; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();

  async function show() {
    const path = { event_id: eventId };
    const work = () => unwrap(api.POST("/api/events/{event_id}/show", { params: { path } }));
    if (await action.run(work, (done) => texts.editor.shown(done.title))) onDone();
  }

  return (
    <>
      <Button disabled={action.busy} onClick={() => void show()}>
        {texts.editor.show}<span className="visually-hidden"> {title}</span>
      </Button>
      <ActionError problem={action.problem} />
    </>
  );
}
