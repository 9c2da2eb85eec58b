/** One event: whether it is hidden, and how it changed. */
import Link from "next/link";
import { useState } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { Button, ButtonLink } from "@/components/Button";
import { Table, type Column } from "@/components/Table";
import { runAddress } from "@/admin/addresses";
import { HideDialog } from "@/admin/events/HideDialog";
import { ShowButton } from "@/admin/events/ShowButton";
import { Moment } from "@/admin/Moment";
import { OfficePage, Waiting } from "@/admin/OfficePage";
import { useMay } from "@/admin/session";
import { useOffice } from "@/admin/useOffice";
import { changeWords } from "@/events/changeWords";

type Change = Schemas["EventChange"];

export function EventView({ id }: { id: number }) {
  const [hiding, setHiding] = useState(false);
  const mayEdit = useMay("edit");
  const { value, problem, retry } = useOffice(`event ${id}`, (signal) => (mayEdit ? readAny(id, signal) : readShown(id, signal)));
  if (!value)
    return (
      <OfficePage title="Event">
        <Waiting problem={problem} onRetry={retry} what="event" />
      </OfficePage>
    );
  const hidden = value.hidden_at !== null;
  return (
    <OfficePage
      title={value.title}
      about={hidden ? <Badge tone="warn">hidden</Badge> : <Badge tone="good">shown</Badge>}
      actions={
        hidden ? (
          <ShowButton eventId={id} title={value.title} onDone={retry} />
        ) : (
          <>
            <ButtonLink outside href={`/events/?id=${id}`}>
              As people see it
            </ButtonLink>
            {mayEdit && (
              <Button look="danger" onClick={() => setHiding(true)}>
                Hide
              </Button>
            )}
          </>
        )
      }
    >
      {hidden && (
        <p className="notice">
          Hidden by {value.hidden_by}: {value.hidden_reason}. <Moment at={value.hidden_at} />
        </p>
      )}
      <section className="stack" aria-labelledby="history">
        <h2 id="history">History</h2>
        {value.changes.length === 0 ? (
          <p className="soft">Nothing has changed since it was first seen.</p>
        ) : (
          <Table
            caption="What changed, the latest first"
            columns={COLUMNS}
            rows={value.changes.map((change, place) => ({ ...change, place }))}
            rowKey={(change) => (change as Change & { place: number }).place}
          />
        )}
      </section>
      <HideDialog event={hiding ? { id, title: value.title } : undefined} onClose={() => setHiding(false)} onDone={retry} />
    </OfficePage>
  );
}

type Told = Pick<Schemas["HiddenEvent"], "title" | "hidden_at" | "hidden_by" | "hidden_reason" | "changes">;

function readAny(id: number, signal: AbortSignal): Promise<Told> {
  return answered(api.GET("/api/hidden/{event_id}", { signal, params: { path: { event_id: id } } }));
}

/** For those who may not hide: the public's own view of it. */
async function readShown(id: number, signal: AbortSignal): Promise<Told> {
  const path = { event_id: id };
  const [event, history] = await Promise.all([
    answered(api.GET("/api/events/{event_id}", { signal, params: { path } })),
    answered(api.GET("/api/events/{event_id}/history", { signal, params: { path } })),
  ]);
  return { title: event.title, changes: history.changes, hidden_at: null, hidden_by: null, hidden_reason: null };
}

const COLUMNS: readonly Column<Change>[] = [
  { key: "at", head: "When", cell: (change) => <Moment at={change.at} /> },
  { key: "what", head: "What", cell: (change) => <span className="break">{changeWords(change)}</span> },
  { key: "time", head: "Of which time", cell: (change) => change.key ?? <span className="soft">the event itself</span> },
  {
    key: "run",
    head: "Seen by",
    cell: (change) => (change.run ? <Link href={runAddress(change.run.id)}>a run</Link> : <span className="soft">not known</span>),
  },
];
