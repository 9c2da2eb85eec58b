/** Lists the events that somebody hid from the public. */
import Link from "next/link";

import { api, unwrap, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { LoadingOrError } from "@/admin/AdminPage";
import { searchUrl } from "@/admin/events/search";
import { ShowButton } from "@/admin/events/ShowButton";
import { personName } from "@/admin/people";
import { Timestamp } from "@/admin/Timestamp";
import { eventUrl } from "@/admin/urls";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";

const PAGE_SIZE = 30;

export function HiddenEvents({ cursor }: { cursor?: string }) {
  const office = useOffice();
  const texts = office.find;
  const { value, problem, retry } = useAdminRemote(`hidden ${cursor}`, (signal) =>
    unwrap(api.GET("/api/hidden", { signal, params: { query: { cursor, limit: PAGE_SIZE } } })),
  );
  if (!value) return <LoadingOrError problem={problem} onRetry={retry} />;
  if (value.events.length === 0) return <EmptyState title={texts.noHidden}>{texts.noHiddenText}</EmptyState>;
  const columns: readonly Column<Schemas["Visibility"]>[] = [
    { key: "title", head: texts.event, cell: (event) => <Link href={eventUrl(event.event_id)}>{event.title}</Link> },
    { key: "reason", head: texts.reason, cell: (event) => event.hidden_reason },
    { key: "by", head: texts.hiddenBy, cell: (event) => personName(event.hidden_by ?? "", office) },
    { key: "at", head: texts.hiddenAt, cell: (event) => <Timestamp at={event.hidden_at} /> },
    { key: "actions", head: texts.actions, cell: (event) => <ShowButton eventId={event.event_id} title={event.title} onDone={retry} /> },
  ];
  return (
    <>
      <Table caption={texts.captionHidden} columns={columns} rows={value.events} rowKey={(event) => event.event_id} />
      {value.next && <ButtonLink href={searchUrl({ hidden: "1", cursor: value.next })}>{texts.older}</ButtonLink>}
    </>
  );
}
