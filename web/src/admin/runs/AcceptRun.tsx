/** Accepts a run that is suspect or keeps missing events, after showing which events that withdraws. */
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { LoadingOrError } from "@/admin/AdminPage";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { ShortenedEvents, TouchedEvents } from "@/admin/runs/RunDiff";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";

const MAX_SHOWN = 100;

export function AcceptRun({ id, onDone }: { id: string; onDone: () => void }) {
  const accepting = useAction();
  const [confirming, setConfirming] = useState(false);
  const path = { run_id: id };
  const diff = useAdminRemote(confirming ? `would withdraw ${id}` : null, (signal) =>
    unwrap(api.GET("/api/runs/{run_id}/diff", { signal, params: { path, query: { limit: MAX_SHOWN } } })),
  );

  async function accept() {
    const work = () => unwrap(api.POST("/api/runs/{run_id}/accept", { params: { path } }));
    const accepted = await accepting.run(work, ({ withdrawn }) => `Accepted. ${withdrawn} events withdrawn.`);
    if (!accepted) return;
    setConfirming(false);
    onDone();
  }

  return (
    <>
      <Button onClick={() => setConfirming(true)}>Accept this run</Button>
      <ConfirmDialog
        title="Accept this run?"
        verb="Accept run"
        open={confirming}
        action={accepting}
        onConfirm={() => void accept()}
        onClose={() => setConfirming(false)}
      >
        <p>Accept it if the source really lists no more than this. Later runs are compared with this one.</p>
        {!diff.value ? (
          <LoadingOrError problem={diff.problem} onRetry={diff.retry} what="missing events" />
        ) : diff.value.would_withdraw.length + diff.value.would_shorten.length === 0 ? (
          <p>No event is withdrawn.</p>
        ) : (
          <>
            <TouchedEvents
              title="These events are withdrawn"
              events={diff.value.would_withdraw}
              total={diff.value.totals.would_withdraw}
            />
            <ShortenedEvents
              title="These events lose showings"
              events={diff.value.would_shorten}
              total={diff.value.totals.would_shorten}
            />
          </>
        )}
      </ConfirmDialog>
    </>
  );
}
