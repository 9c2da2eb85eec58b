/** Corrects a submitted event before it is accepted. */
import { api, unwrap, type Schemas } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { draftOf } from "@/admin/events/draft";
import { NewEventForm } from "@/admin/events/NewEventForm";
import { useSession } from "@/admin/session";
import { useAction } from "@/admin/useAction";
import { useTown } from "@/admin/events/useTown";
import { useOffice } from "@/language/office";

export function EditSubmission({ waiting, open, onClose, onDone }: { waiting: Schemas["QueueEntry"]; open: boolean; onClose: () => void; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const town = useTown();
  const session = useSession();
  const given = waiting.given;
  const words = Array.isArray(given.categories) ? given.categories.map((one) => String(one).toLowerCase()) : [];

  async function accept(body: Schemas["NewEvent"]) {
    const path = { entry_id: waiting.id };
    const work = () => unwrap(api.POST("/api/queue/{entry_id}/accept", { params: { path }, body }));
    if (!(await action.run(work, texts.queue.accepted))) return;
    onClose();
    onDone();
  }

  return (
    <Dialog title={texts.queue.edit} open={open} onClose={onClose} close={texts.close} wide>
      <NewEventForm
        given={draftOf(given, town.filter((name) => words.includes(name.toLowerCase())))}
        repeat={String(given.repeat ?? "")}
        zone={session?.timezone ?? "UTC"}
        busy={action.busy}
        problem={action.problem}
        verb={texts.queue.accept}
        onSave={(fields) => void accept(fields)}
      />
    </Dialog>
  );
}
