/** Accepts a run that is suspect or keeps missing events, after showing which events that withdraws. */
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { LoadingOrError } from "@/admin/AdminPage";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { ShortenedEvents, TouchedEvents } from "@/admin/runs/RunDiff";
import { useOffice } from "@/language/office";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";

const MAX_SHOWN = 100;

export function AcceptRun({ id, onDone }: { id: string; onDone: () => void }) {
  const texts = useOffice();
  const [confirming, setConfirming] = useState(false);
  return (
    <>
      <Button onClick={() => setConfirming(true)}>{texts.runs.acceptOpen}</Button>
      <AcceptRunDialog id={id} open={confirming} onClose={() => setConfirming(false)} onDone={onDone} />
    </>
  );
}

/** Lists what is withdrawn before it is. */
export function AcceptRunDialog({ id, open, onClose, onDone }: { id: string; open: boolean; onClose: () => void; onDone: () => void }) {
  const texts = useOffice();
  const accepting = useAction();
  const path = { run_id: id };
  const diff = useAdminRemote(open ? `would withdraw ${id}` : null, (signal) =>
    unwrap(api.GET("/api/runs/{run_id}/diff", { signal, params: { path, query: { limit: MAX_SHOWN } } })),
  );

  async function accept() {
    const work = () => unwrap(api.POST("/api/runs/{run_id}/accept", { params: { path } }));
    const accepted = await accepting.run(work, ({ withdrawn }) => texts.runs.accepted(withdrawn));
    if (!accepted) return;
    onClose();
    onDone();
  }

  return (
    <ConfirmDialog
      title={texts.runs.acceptTitle}
      verb={texts.runs.acceptVerb}
      open={open}
      action={accepting}
      onConfirm={() => void accept()}
      onClose={onClose}
    >
      <p>{texts.runs.acceptText}</p>
      {!diff.value ? (
        <LoadingOrError problem={diff.problem} onRetry={diff.retry} />
      ) : diff.value.would_withdraw.length + diff.value.would_shorten.length === 0 ? (
        <p>{texts.runs.noneWithdrawn}</p>
      ) : (
        <>
          <TouchedEvents
            title={texts.runs.withdrawn}
            events={diff.value.would_withdraw}
            total={diff.value.totals.would_withdraw}
          />
          <ShortenedEvents
            title={texts.runs.shortened}
            events={diff.value.would_shorten}
            total={diff.value.totals.would_shorten}
          />
        </>
      )}
    </ConfirmDialog>
  );
}
