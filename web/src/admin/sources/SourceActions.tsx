/** Buttons to crawl a source, read its feeds, and pause or resume it. */
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { runUrl } from "@/admin/urls";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { ActionError } from "@/admin/AdminPage";
import { useHasScope } from "@/admin/session";
import type { Source } from "@/admin/useHealth";
import { useAction } from "@/admin/useAction";

export function SourceActions({ source, onDone }: { source: Source; onDone: () => void }) {
  const router = useRouter();
  const action = useAction();
  const pausing = useAction();
  const [confirming, setConfirming] = useState(false);
  const path = { source_id: source.id };
  const canReadFeeds = source.feeds > 0 && !source.spiders.every(({ spider }) => spider === "ics");

  async function crawl(task: "/api/tasks/scrape_source" | "/api/tasks/ingest_source") {
    const start = () =>
      task === "/api/tasks/ingest_source"
        ? unwrap(api.POST(task, { body: { source_id: source.id, limit: 100 } }))
        : unwrap(api.POST(task, { body: { source_id: source.id } }));
    const sent = await action.run(start, `${source.title} queued.`);
    if (sent) await router.push(runUrl(sent.task_id));
  }

  async function pause() {
    const work = () => unwrap(api.POST("/api/sources/{source_id}/pause", { params: { path } }));
    if (!(await pausing.run(work, `${source.title} paused.`))) return;
    setConfirming(false);
    onDone();
  }

  async function resume() {
    const work = () => unwrap(api.POST("/api/sources/{source_id}/resume", { params: { path } }));
    if (await action.run(work, `${source.title} resumed. Its schedule applies again.`)) onDone();
  }

  if (!useHasScope("edit")) return null;
  return (
    <div className="row source__actions">
      {source.enabled ? (
        <>
          <Button disabled={action.busy} onClick={() => void crawl("/api/tasks/scrape_source")}>
            Crawl now<HiddenTitle title={source.title} />
          </Button>
          {canReadFeeds && (
            <Button disabled={action.busy} onClick={() => void crawl("/api/tasks/ingest_source")}>
              Read feeds<HiddenTitle title={source.title} />
            </Button>
          )}
          <Button look="quiet" onClick={() => setConfirming(true)}>
            Pause<HiddenTitle title={source.title} />
          </Button>
        </>
      ) : (
        <Button disabled={action.busy} onClick={() => void resume()}>
          Resume<HiddenTitle title={source.title} />
        </Button>
      )}
      <ActionError problem={action.problem} />
      <ConfirmDialog
        title={`Pause ${source.title}?`}
        verb="Pause"
        open={confirming}
        action={pausing}
        onConfirm={() => void pause()}
        onClose={() => setConfirming(false)}
      >
        <p>No new crawl starts until you resume it. A crawl that is already running finishes, and the events stay.</p>
      </ConfirmDialog>
    </div>
  );
}

function HiddenTitle({ title }: { title: string }) {
  return <span className="visually-hidden"> {title}</span>;
}
