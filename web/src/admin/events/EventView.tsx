/** One event: whether it is hidden, and how it changed. */
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
import { useOffice } from "@/admin/useOffice";
import { changeWords } from "@/events/changeWords";
import Link from "next/link";

type Change = Schemas["EventChange"];

export function EventView({ id }: { id: number }) {
  const [hiding, setHiding] = useState(false);
  const { value, problem, retry } = useOffice(`event ${id}`, (signal) =>
    answered(api.GET("/api/hidden/{event_id}", { signal, params: { path: { event_id: id } } })),
  );
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
            <Button look="danger" onClick={() => setHiding(true)}>
              Hide
            </Button>
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
