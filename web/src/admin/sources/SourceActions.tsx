/** Buttons to crawl a source, read its feeds, and pause or resume it. */
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { runUrl } from "@/admin/urls";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { ActionError } from "@/admin/AdminPage";
import { useHasScope } from "@/admin/session";
import { useAction } from "@/admin/useAction";
import { useSourceTexts } from "@/language/office/sources";

/** `hasFeeds`: a spider of its own finds them. */
type Acted = { id: number; title: string; enabled: boolean; hasFeeds: boolean };

export function SourceActions({ source, onDone }: { source: Acted; onDone: () => void }) {
  const router = useRouter();
  const texts = useSourceTexts().acts;
  const action = useAction();
  const pausing = useAction();
  const [confirming, setConfirming] = useState(false);
  const path = { source_id: source.id };

  async function crawl(task: "/api/tasks/scrape_source" | "/api/tasks/ingest_source") {
    const start = () =>
      task === "/api/tasks/ingest_source"
        ? unwrap(api.POST(task, { body: { source_id: source.id, limit: 100 } }))
        : unwrap(api.POST(task, { body: { source_id: source.id } }));
    const sent = await action.run(start, texts.queued(source.title));
    if (sent) await router.push(runUrl(sent.task_id));
  }

  async function pause() {
    const work = () => unwrap(api.POST("/api/sources/{source_id}/pause", { params: { path } }));
    if (!(await pausing.run(work, texts.wasPaused(source.title)))) return;
    setConfirming(false);
    onDone();
  }

  async function resume() {
    const work = () => unwrap(api.POST("/api/sources/{source_id}/resume", { params: { path } }));
    if (await action.run(work, texts.wasResumed(source.title))) onDone();
  }

  if (!useHasScope("edit")) return null;
  return (
    <div className="row">
      {source.enabled ? (
        <>
          <Button disabled={action.busy} onClick={() => void crawl("/api/tasks/scrape_source")}>
            {texts.crawl}
            <HiddenTitle title={source.title} />
          </Button>
          {source.hasFeeds && (
            <Button disabled={action.busy} onClick={() => void crawl("/api/tasks/ingest_source")}>
              {texts.readFeeds}
              <HiddenTitle title={source.title} />
            </Button>
          )}
          <Button look="quiet" onClick={() => setConfirming(true)}>
            {texts.pause}
            <HiddenTitle title={source.title} />
          </Button>
        </>
      ) : (
        <Button disabled={action.busy} onClick={() => void resume()}>
          {texts.resume}
          <HiddenTitle title={source.title} />
        </Button>
      )}
      <ActionError problem={action.problem} />
      <ConfirmDialog
        title={texts.pauseTitle(source.title)}
        verb={texts.pause}
        open={confirming}
        action={pausing}
        onConfirm={() => void pause()}
        onClose={() => setConfirming(false)}
      >
        <p>{texts.pauseText}</p>
      </ConfirmDialog>
    </div>
  );
}

function HiddenTitle({ title }: { title: string }) {
  return <span className="visually-hidden"> {title}</span>;
}
