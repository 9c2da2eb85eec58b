/** Removes a source, after saying what that takes from the calendar. */
import { api, unwrap } from "@/api/client";
import { LoadingOrError } from "@/admin/AdminPage";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useRemovalTexts } from "@/language/office/removal";

export function RemoveSource({ id, title, onClose, onDone }: { id: number; title: string; onClose: () => void; onDone: () => void }) {
  const texts = useRemovalTexts();
  const action = useAction();
  const path = { source_id: id };
  const { value, problem, retry } = useAdminRemote(`removal ${id}`, (signal) => unwrap(api.GET("/api/sources/{source_id}/removal", { signal, params: { path } })));

  async function remove() {
    const work = async () => {
      await unwrap(api.DELETE("/api/sources/{source_id}", { params: { path } }));
      return true;
    };
    if (await action.run(work, texts.removed(title))) onDone();
  }

  return (
    <ConfirmDialog title={texts.title(title)} verb={texts.verb} open action={action} onConfirm={() => void remove()} onClose={onClose}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : (
        <ul className="stack">
          <li>{texts.leave(value.upcoming - value.shared)}</li>
          {value.shared > 0 && <li>{texts.stay(value.shared)}</li>}
          <li>{texts.deleted(value.others, value.runs)}</li>
          {value.corrected > 0 && <li>{texts.corrected(value.corrected)}</li>}
          {value.schedules.length > 0 && <li>{texts.schedules(value.schedules.join(", "))}</li>}
        </ul>
      )}
      <p>{texts.forGood}</p>
    </ConfirmDialog>
  );
}
