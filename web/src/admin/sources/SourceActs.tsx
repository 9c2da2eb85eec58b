/** What can be done with a source: crawl it now, read its feeds, pause or resume it. */
import { useRouter } from "next/router";
import { useState } from "react";

import { answered, api } from "@/api/client";
import { Button } from "@/components/Button";
import { runAddress } from "@/admin/addresses";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { Refusal } from "@/admin/OfficePage";
import { useMay } from "@/admin/session";
import type { Source } from "@/admin/useHealth";
import { useAct } from "@/admin/useOffice";

export function SourceActs({ source, onDone }: { source: Source; onDone: () => void }) {
  const router = useRouter();
  const acting = useAct();
  const pausing = useAct();
  const [asking, setAsking] = useState(false);
  const path = { source_id: source.id };
  const finds = source.feeds > 0 && !source.spiders.every((each) => each.spider === "ics");

  async function crawl(task: "/api/tasks/scrape_source" | "/api/tasks/ingest_source") {
    const begin = () =>
      task === "/api/tasks/ingest_source"
        ? answered(api.POST(task, { body: { source_id: source.id, limit: 100 } }))
        : answered(api.POST(task, { body: { source_id: source.id } }));
    const sent = await acting.act(begin, `${source.title} is in the queue.`);
    if (sent) await router.push(runAddress(sent.task_id));
  }

  async function pause() {
    const work = () => answered(api.POST("/api/sources/{source_id}/pause", { params: { path } }));
    if (!(await pausing.act(work, `${source.title} is paused.`))) return;
    setAsking(false);
    onDone();
  }

  async function resume() {
    const work = () => answered(api.POST("/api/sources/{source_id}/resume", { params: { path } }));
    if (await acting.act(work, `${source.title} is crawled again, at its next time.`)) onDone();
  }

  if (!useMay("edit")) return null;
  return (
    <div className="row source__acts">
      {source.enabled ? (
        <>
          <Button disabled={acting.busy} onClick={() => void crawl("/api/tasks/scrape_source")}>
            Crawl now<Of title={source.title} />
          </Button>
          {finds && (
            <Button disabled={acting.busy} onClick={() => void crawl("/api/tasks/ingest_source")}>
              Read its feeds<Of title={source.title} />
            </Button>
          )}
          <Button look="quiet" onClick={() => setAsking(true)}>
            Pause<Of title={source.title} />
          </Button>
        </>
      ) : (
        <Button disabled={acting.busy} onClick={() => void resume()}>
          Resume<Of title={source.title} />
        </Button>
      )}
      <Refusal problem={acting.problem} />
      <ConfirmDialog
        title={`Pause ${source.title}?`}
        verb="Pause"
        open={asking}
        acting={pausing}
        onConfirm={() => void pause()}
        onClose={() => setAsking(false)}
      >
        <p>No crawl of it begins until it is resumed. One that runs goes on to its end, and its events stay.</p>
      </ConfirmDialog>
    </div>
  );
}

function Of({ title }: { title: string }) {
  return <span className="visually-hidden"> {title}</span>;
}
