/** The audit log: who changed what, with the values before and after. */
import Link from "next/link";

import { api, unwrap, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { eventUrl, runUrl, sourceUrl } from "@/admin/urls";
import { Timestamp } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { personName } from "@/admin/people";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";
import { useAuditTexts, type AuditTexts } from "@/language/office/keys";

type Entry = Schemas["Entry"];

const PAGE_SIZE = 50;

export function AuditLog({ subject, before, ready }: { subject?: string; before?: number; ready: boolean }) {
  const texts = useAuditTexts();
  const { value, problem, retry } = useAdminRemote(ready ? `audit ${subject} ${before}` : null, (signal) =>
    unwrap(api.GET("/api/audit", { signal, params: { query: { subject, before, limit: PAGE_SIZE } } })),
  );
  const showAll = subject && <ButtonLink href="/admin/audit/">{texts.showAll}</ButtonLink>;
  return (
    <AdminPage title={texts.title} about={subject ? texts.onlyAbout(subject) : texts.about} actions={showAll}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.entries.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneText}</EmptyState>
      ) : (
        <Table caption={texts.caption} columns={columns(texts)} rows={value.entries} rowKey={(entry) => entry.id} />
      )}
      {value?.next && <ButtonLink href={pageUrl(subject, value.next)}>{texts.older}</ButtonLink>}
    </AdminPage>
  );
}

function pageUrl(subject: string | undefined, before: number): string {
  return `/admin/audit/?${new URLSearchParams({ ...(subject && { subject }), before: String(before) })}`;
}

function columns(texts: AuditTexts): readonly Column<Entry>[] {
  return [
    { key: "at", head: texts.when, cell: (entry) => <Timestamp at={entry.at} /> },
    { key: "what", head: texts.what, cell: (entry) => <Sentence entry={entry} /> },
    { key: "changes", head: texts.changes, cell: (entry) => <Changes entry={entry} /> },
  ];
}

const PAGE_OF: Readonly<Record<string, (id: string) => string>> = {
  source: (id) => sourceUrl(Number(id)),
  event: (id) => eventUrl(Number(id)),
  task: runUrl,
};

/** “ada paused source “Tide Hall””; what is gone has only its number. What the page has no sentence for is shown as the service calls it. */
function Sentence({ entry }: { entry: Entry }) {
  const texts = useAuditTexts();
  const office = useOffice();
  const [before = "", after] = (texts.acts[entry.action] ?? `${office.fromServer(entry.action)}: {}`).split("{}");
  const [kind = "", id = ""] = entry.subject.split(/:(.*)/s);
  const known = entry.name ? texts.quoted(entry.name) : id;
  const name = texts.things[kind] ? `${texts.things[kind]} ${known}`.trim() : id || entry.subject;
  const [begins, thing] = texts.joined(before, name);
  return (
    <>
      <strong>{personName(entry.actor, office)}</strong> {begins}
      {after !== undefined && (
        <>
          <Subject name={thing} href={PAGE_OF[kind]?.(id)} />
          {after}
        </>
      )}
    </>
  );
}

function Subject({ name, href }: { name: string; href: string | undefined }) {
  return href ? (
    <Link className="break" href={href}>
      {name}
    </Link>
  ) : (
    <span className="break">{name}</span>
  );
}

/** The fields that differ: all of them if the thing was created or deleted. */
function Changes({ entry }: { entry: Entry }) {
  const texts = useAuditTexts();
  const [before, after] = [fieldsOf(entry.before), fieldsOf(entry.after)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (names.length === 0) return null;
  return (
    <details>
      <summary className="summary">{names.length === 1 ? names[0] : texts.fields(names.length)}</summary>
      <dl className="changes small">
        {names.map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="break">
              {name in before && <span className="soft">{JSON.stringify(before[name])} → </span>}
              {name in after ? JSON.stringify(after[name]) : texts.removed}
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
