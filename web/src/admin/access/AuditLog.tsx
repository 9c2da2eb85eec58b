/** Who did what to what, and how that was before and after. */
import Link from "next/link";

import { answered, api, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { eventAddress, runAddress, sourceAddress } from "@/admin/addresses";
import { Moment } from "@/admin/Moment";
import { OfficePage, Waiting } from "@/admin/OfficePage";
import { useOffice } from "@/admin/useOffice";

type Entry = Schemas["Entry"];

const PAGE = 50;

export function AuditLog({ subject, before, ready }: { subject?: string; before?: number; ready: boolean }) {
  const { value, problem, retry } = useOffice(ready ? `audit ${subject} ${before}` : null, (signal) =>
    answered(api.GET("/api/audit", { signal, params: { query: { subject, before, limit: PAGE } } })),
  );
  const all = subject && <ButtonLink href="/admin/audit/">The whole log</ButtonLink>;
  return (
    <OfficePage title="Audit log" about={subject ? `Only of ${subject}.` : "Who did what, by hand or by key."} actions={all}>
      {!value ? (
        <Waiting problem={problem} onRetry={retry} what="audit log" />
      ) : value.entries.length === 0 ? (
        <EmptyState title="Nothing yet">Nobody has changed anything.</EmptyState>
      ) : (
        <Table caption="The newest first" columns={COLUMNS} rows={value.entries} rowKey={(entry) => entry.id} />
      )}
      {value?.next && <ButtonLink href={address(subject, value.next)}>Earlier</ButtonLink>}
    </OfficePage>
  );
}

function address(subject: string | undefined, before: number): string {
  return `/admin/audit/?${new URLSearchParams({ ...(subject && { subject }), before: String(before) })}`;
}

const COLUMNS: readonly Column<Entry>[] = [
  { key: "at", head: "When", cell: (entry) => <Moment at={entry.at} /> },
  { key: "actor", head: "Who", cell: (entry) => entry.actor },
  { key: "action", head: "Did", cell: (entry) => entry.action },
  { key: "subject", head: "To", cell: (entry) => <Subject of={entry.subject} /> },
  { key: "what", head: "What changed", cell: (entry) => <WhatChanged entry={entry} /> },
];

const PLACES: Readonly<Record<string, (id: string) => string>> = {
  source: (id) => sourceAddress(Number(id)),
  event: (id) => eventAddress(Number(id)),
  task: runAddress,
};

function Subject({ of }: { of: string }) {
  const [kind = "", id = ""] = of.split(/:(.*)/s);
  const place = PLACES[kind]?.(id);
  return place ? (
    <Link className="break" href={place}>
      {of}
    </Link>
  ) : (
    <span className="break">{of}</span>
  );
}

/** The fields that differ; of what was made or ended, all of it. */
function WhatChanged({ entry }: { entry: Entry }) {
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
              {name in after ? JSON.stringify(after[name]) : "gone"}
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
