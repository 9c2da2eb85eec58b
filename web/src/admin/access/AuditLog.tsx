/** The audit log: who changed what, with the values before and after. */
import Link from "next/link";

import { api, unwrap, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { eventUrl, runUrl, sourceUrl } from "@/admin/urls";
import { Timestamp } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { useAdminRemote } from "@/admin/useAdminRemote";

type Entry = Schemas["Entry"];

const PAGE_SIZE = 50;

export function AuditLog({ subject, before, ready }: { subject?: string; before?: number; ready: boolean }) {
  const { value, problem, retry } = useAdminRemote(ready ? `audit ${subject} ${before}` : null, (signal) =>
    unwrap(api.GET("/api/audit", { signal, params: { query: { subject, before, limit: PAGE_SIZE } } })),
  );
  const showAll = subject && <ButtonLink href="/admin/audit/">Show the full log</ButtonLink>;
  return (
    <AdminPage title="Audit log" about={subject ? `Only changes to ${subject}.` : "Logins and changes, and who made them."} actions={showAll}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} what="audit log" />
      ) : value.entries.length === 0 ? (
        <EmptyState title="No entries yet">Nobody has changed anything so far.</EmptyState>
      ) : (
        <Table caption="Changes, newest first" columns={COLUMNS} rows={value.entries} rowKey={(entry) => entry.id} />
      )}
      {value?.next && <ButtonLink href={pageUrl(subject, value.next)}>Older entries</ButtonLink>}
    </AdminPage>
  );
}

function pageUrl(subject: string | undefined, before: number): string {
  return `/admin/audit/?${new URLSearchParams({ ...(subject && { subject }), before: String(before) })}`;
}

const COLUMNS: readonly Column<Entry>[] = [
  { key: "at", head: "When", cell: (entry) => <Timestamp at={entry.at} /> },
  { key: "actor", head: "Who", cell: (entry) => entry.actor },
  { key: "action", head: "Action", cell: (entry) => entry.action },
  { key: "subject", head: "Target", cell: (entry) => <Subject subject={entry.subject} /> },
  { key: "changes", head: "Changes", cell: (entry) => <Changes entry={entry} /> },
];

const PAGE_OF: Readonly<Record<string, (id: string) => string>> = {
  source: (id) => sourceUrl(Number(id)),
  event: (id) => eventUrl(Number(id)),
  task: runUrl,
};

function Subject({ subject }: { subject: string }) {
  const [kind = "", id = ""] = subject.split(/:(.*)/s);
  const href = PAGE_OF[kind]?.(id);
  return href ? (
    <Link className="break" href={href}>
      {subject}
    </Link>
  ) : (
    <span className="break">{subject}</span>
  );
}

/** The fields that differ: all of them if the thing was created or deleted. */
function Changes({ entry }: { entry: Entry }) {
  const [before, after] = [fieldsOf(entry.before), fieldsOf(entry.after)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (names.length === 0) return null;
  return (
    <details>
      <summary className="summary">{names.length === 1 ? names[0] : `${names.length} fields`}</summary>
      <dl className="changes small">
        {names.map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="break">
              {name in before && <span className="soft">{JSON.stringify(before[name])} → </span>}
              {name in after ? JSON.stringify(after[name]) : "removed"}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
