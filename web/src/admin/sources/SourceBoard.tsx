/** Sources by state, those that need a person first: a table with search, states, and pages. */
import Link from "next/link";
import { useRouter } from "next/router";
import type { ReactNode } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Badge, type Tone } from "@/components/Badge";
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { Timestamp } from "@/admin/Timestamp";
import { queryParam, runUrl, sourceUrl } from "@/admin/urls";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useInterval } from "@/admin/useInterval";
import { SearchBox } from "@/events/SearchBox";
import { useOffice } from "@/language/office";

export type Source = Schemas["SourceCondition"];
type State = Schemas["SourceState"];
type HealthTexts = ReturnType<typeof useOffice>["health"];
type Search = { q?: string; state?: string; offset?: number };

const PAGE_SIZE = 50;
const POLL_MS = 30_000;
const STATES: readonly State[] = ["dead", "blocked", "failing", "quarantined", "suspect", "new", "paused", "healthy"];
const TONES: Readonly<Record<State, Tone>> = {
  dead: "bad",
  blocked: "bad",
  failing: "bad",
  quarantined: "bad",
  suspect: "warn",
  new: "accent",
  paused: "plain",
  healthy: "good",
};

/** `page`: where the table is; its search, state, and offset are in the query. `columns`: after the source and its state. */
export function SourceBoard({
  page,
  title,
  about,
  action,
  empty,
  columns,
}: {
  page: string;
  title: string;
  about: string;
  action?: ReactNode;
  empty?: ReactNode;
  columns: (onChange: () => void) => readonly Column<Source>[];
}) {
  const router = useRouter();
  const texts = useOffice().health;
  const q = queryParam(router.query, "q");
  const state = STATES.find((one) => one === queryParam(router.query, "state"));
  const offset = Number(queryParam(router.query, "offset") ?? 0) || 0;
  const { value, problem, retry } = useAdminRemote(router.isReady ? `sources ${q} ${state} ${offset}` : null, (signal) =>
    unwrap(api.GET("/api/sources/health", { signal, params: { query: { q, state, offset, limit: PAGE_SIZE } } })),
  );
  useInterval(problem ? null : POLL_MS, retry);
  const urlOf = (search: Search) => `${page}${queryOf(search)}`;
  const file = `/api/sources/health.csv${queryOf({ q, state })}`;
  return (
    <AdminPage
      title={title}
      about={about}
      actions={
        <>
          {action}
          <ButtonLink outside href={file} download>
            {texts.csv}
          </ButtonLink>
        </>
      }
    >
      <SearchBox query={q ?? ""} onSearch={(words) => void router.replace(urlOf({ q: words, state }))} label={texts.search} placeholder={texts.searchHint} />
      {value && <StateLinks counts={value.states} chosen={state} urlOf={(one) => urlOf({ q, state: one })} />}
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.sources.length === 0 ? (
        (!q && !state && empty) || <EmptyState title={texts.none}>{texts.noneText}</EmptyState>
      ) : (
        <>
          <Table
            caption={texts.caption(offset + 1, offset + value.sources.length, value.total)}
            columns={[...namedColumns(texts), ...columns(retry)]}
            rows={value.sources}
            rowKey={(one) => one.source_id}
          />
          <nav className="row" aria-label={texts.pages}>
            {offset > 0 && <ButtonLink href={urlOf({ q, state, offset: Math.max(0, offset - PAGE_SIZE) })}>{texts.previous}</ButtonLink>}
            {value.next != null && <ButtonLink href={urlOf({ q, state, offset: value.next })}>{texts.next}</ButtonLink>}
          </nav>
        </>
      )}
    </AdminPage>
  );
}

function queryOf(search: Search): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value) query.set(name, String(value));
  return query.size > 0 ? `?${query}` : "";
}

function StateLinks({ counts, chosen, urlOf }: { counts: Readonly<Partial<Record<State, number>>>; chosen?: State; urlOf: (state?: State) => string }) {
  const texts = useOffice().health;
  const states = STATES.filter((state) => counts[state]);
  return (
    <nav className="row" aria-label={texts.state}>
      <ButtonLink href={urlOf()} look={chosen ? "plain" : "primary"} aria-current={chosen ? undefined : "page"}>
        {texts.all}
      </ButtonLink>
      {states.map((state) => (
        <ButtonLink key={state} href={urlOf(state)} look={chosen === state ? "primary" : "plain"} aria-current={chosen === state ? "page" : undefined}>
          {texts.states[state]} ({counts[state]})
        </ButtonLink>
      ))}
    </nav>
  );
}

/** The columns that name a source and say its state. */
function namedColumns(texts: HealthTexts): readonly Column<Source>[] {
  return [
    { key: "source", head: texts.source, cell: (one) => <Link href={sourceUrl(one.source_id)}>{one.title}</Link> },
    {
      key: "state",
      head: texts.state,
      cell: (one) => (
        <>
          <Badge tone={TONES[one.state]}>{texts.states[one.state]}</Badge> {one.since && <Timestamp at={one.since} />}
        </>
      ),
    },
  ];
}

/** Why a source is in its state. */
export function Reason({ source }: { source: Source }) {
  const { fromServer } = useOffice();
  if (!source.reason) return null;
  return source.run_id ? <Link href={runUrl(source.run_id)}>{fromServer(source.reason)}</Link> : fromServer(source.reason);
}
