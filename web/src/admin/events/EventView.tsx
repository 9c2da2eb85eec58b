/** One event: whether it is hidden, and its history of changes. */
import Link from "next/link";
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { Button, ButtonLink } from "@/components/Button";
import { Table, type Column } from "@/components/Table";
import { runUrl } from "@/admin/urls";
import { HideDialog } from "@/admin/events/HideDialog";
import { ShowButton } from "@/admin/events/ShowButton";
import { Timestamp } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { useHasScope } from "@/admin/session";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { describeChange } from "@/events/describeChange";

type Change = Schemas["EventChange"];

export function EventView({ id }: { id: number }) {
  const [hiding, setHiding] = useState(false);
  const canEdit = useHasScope("edit");
  const { value, problem, retry } = useAdminRemote(`event ${id}`, (signal) => (canEdit ? loadForEditor(id, signal) : loadPublic(id, signal)));
  if (!value)
    return (
      <AdminPage title="Event">
        <LoadingOrError problem={problem} onRetry={retry} what="event" />
      </AdminPage>
    );
  const hidden = value.hidden_at !== null;
  return (
    <AdminPage
      title={value.title}
      about={hidden ? <Badge tone="warn">hidden</Badge> : <Badge tone="good">visible</Badge>}
      actions={
        hidden ? (
          <ShowButton eventId={id} title={value.title} onDone={retry} />
        ) : (
          <>
            <ButtonLink outside href={`/events/?id=${id}`}>
              View public page
            </ButtonLink>
            {canEdit && (
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
          Hidden <Timestamp at={value.hidden_at} /> by {value.hidden_by}. Reason: {value.hidden_reason}
        </p>
      )}
      <section className="stack" aria-labelledby="history">
        <h2 id="history">History</h2>
        {value.changes.length === 0 ? (
          <p className="soft">No changes since it was first seen.</p>
        ) : (
          <Table
            caption="Changes, newest first"
            columns={COLUMNS}
            rows={value.changes.map((change, index) => ({ ...change, index }))}
            rowKey={(change) => (change as Change & { index: number }).index}
          />
        )}
      </section>
      <HideDialog event={hiding ? { id, title: value.title } : undefined} onClose={() => setHiding(false)} onDone={retry} />
    </AdminPage>
  );
}

type EventState = Pick<Schemas["HiddenEvent"], "title" | "hidden_at" | "hidden_by" | "hidden_reason" | "changes">;

function loadForEditor(id: number, signal: AbortSignal): Promise<EventState> {
  return unwrap(api.GET("/api/hidden/{event_id}", { signal, params: { path: { event_id: id } } }));
}

/** For users who can't hide events: what the public sees. */
async function loadPublic(id: number, signal: AbortSignal): Promise<EventState> {
  const path = { event_id: id };
  const [event, history] = await Promise.all([
    unwrap(api.GET("/api/events/{event_id}", { signal, params: { path } })),
    unwrap(api.GET("/api/events/{event_id}/history", { signal, params: { path } })),
  ]);
  return { title: event.title, changes: history.changes, hidden_at: null, hidden_by: null, hidden_reason: null };
}

const COLUMNS: readonly Column<Change>[] = [
  { key: "at", head: "When", cell: (change) => <Timestamp at={change.at} /> },
  { key: "change", head: "Change", cell: (change) => <span className="break">{describeChange(change)}</span> },
  { key: "occurrence", head: "Occurrence", cell: (change) => change.key ?? <span className="soft">whole event</span> },
  {
    key: "run",
    head: "Found by",
    cell: (change) => (change.run ? <Link href={runUrl(change.run.id)}>View run</Link> : <span className="soft">unknown</span>),
  },
];
