/** An event for users who may not edit: what the public sees of it, and how it changed. */
import Link from "next/link";

import { api, unwrap, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { Table, type Column } from "@/components/Table";
import { runUrl } from "@/admin/urls";
import { Timestamp } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { describeChange } from "@/events/describeChange";

type Change = Schemas["EventChange"];

export function ReadEvent({ id }: { id: number }) {
  const path = { event_id: id };
  const { value, problem, retry } = useAdminRemote(`public event ${id}`, async (signal) => {
    const [event, history] = await Promise.all([
      unwrap(api.GET("/api/events/{event_id}", { signal, params: { path } })),
      unwrap(api.GET("/api/events/{event_id}/history", { signal, params: { path } })),
    ]);
    return { title: event.title, changes: history.changes };
  });
  if (!value)
    return (
      <AdminPage title="Event">
        <LoadingOrError problem={problem} onRetry={retry} what="event" />
      </AdminPage>
    );
  return (
    <AdminPage
      title={value.title}
      actions={
        <ButtonLink outside href={`/events/?id=${id}`}>
          View public page
        </ButtonLink>
      }
    >
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
    </AdminPage>
  );
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
