/** An event for users who may not edit: what the public sees of it, and how it changed. */
import Link from "next/link";

import { api, unwrap, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { Table, type Column } from "@/components/Table";
import { runUrl } from "@/admin/urls";
import { Timestamp } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { dayOfKey } from "@/admin/events/storySentence";
import { describeChange } from "@/events/describeChange";
import { useLocale } from "@/language/languages";
import { useOffice, type OfficeTexts } from "@/language/office";

type Change = Schemas["EventChange"];

export function ReadEvent({ id }: { id: number }) {
  const texts = useOffice();
  const locale = useLocale();
  const path = { event_id: id };
  const { value, problem, retry } = useAdminRemote(`public event ${id}`, async (signal) => {
    const [event, history] = await Promise.all([
      unwrap(api.GET("/api/events/{event_id}", { signal, params: { path } })),
      unwrap(api.GET("/api/events/{event_id}/history", { signal, params: { path } })),
    ]);
    return { title: event.title, changes: history.changes, zone: event.occurrences[0]?.timezone ?? "UTC" };
  });
  if (!value)
    return (
      <AdminPage title={texts.editor.event}>
        <LoadingOrError problem={problem} onRetry={retry} />
      </AdminPage>
    );
  return (
    <AdminPage
      title={value.title}
     
      actions={
        <ButtonLink outside href={`/events/?id=${id}`}>
          {texts.editor.view}
        </ButtonLink>
      }
    >
      <section className="stack" aria-labelledby="history">
        <h2 id="history">{texts.editor.history}</h2>
        {value.changes.length === 0 ? (
          <p className="soft">{texts.editor.noHistory}</p>
        ) : (
          <Table
            caption={texts.changes.caption}
            columns={columnsIn(texts, value.zone, locale)}
            rows={value.changes.map((change, index) => ({ ...change, index }))}
            rowKey={(change) => (change as Change & { index: number }).index}
          />
        )}
      </section>
    </AdminPage>
  );
}

function columnsIn({ changes: texts, unknown }: OfficeTexts, zone: string, locale: string): readonly Column<Change>[] {
  return [
    { key: "at", head: texts.when, cell: (change) => <Timestamp at={change.at} /> },
    { key: "change", head: texts.change, cell: (change) => <span className="break">{describeChange(change)}</span> },
    { key: "occurrence", head: texts.date, cell: (change) => (change.key ? dayOfKey(change.key, zone, locale) : null) ?? <span className="soft">{texts.whole}</span> },
    {
      key: "run",
      head: texts.foundBy,
      cell: (change) => (change.run ? <Link href={runUrl(change.run.id)}>{texts.run}</Link> : <span className="soft">{unknown}</span>),
    },
  ];
}
