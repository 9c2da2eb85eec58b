/** All sources by state, those that need a person first: with search, states, pages, and a CSV file. */
import Link from "next/link";
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Badge, type Tone } from "@/components/Badge";
import { Button, ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { DailyYields } from "@/admin/health/DailyYields";
import { useHasScope } from "@/admin/session";
import { RemoveSource } from "@/admin/sources/removal";
import { Timestamp } from "@/admin/Timestamp";
import { queryParam, runUrl, sourceUrl } from "@/admin/urls";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { SearchBox } from "@/events/SearchBox";
import { useOffice } from "@/language/office";

type Source = Schemas["SourceCondition"];
type State = Schemas["SourceState"];
type Search = { q?: string; state?: string; offset?: number };

const PAGE_SIZE = 50;
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

export function HealthBoard({ ready }: { ready: boolean }) {
  const router = useRouter();
  const texts = useOffice();
  const q = queryParam(router.query, "q");
  const state = STATES.find((one) => one === queryParam(router.query, "state"));
  const offset = Number(queryParam(router.query, "offset") ?? 0) || 0;
  const { value, problem, retry } = useAdminRemote(ready ? `board ${q} ${state} ${offset}` : null, (signal) =>
    unwrap(api.GET("/api/sources/health", { signal, params: { query: { q, state, offset, limit: PAGE_SIZE } } })),
  );
  const csv = `/api/sources/health.csv?${new URLSearchParams({ ...(q ? { q } : {}), ...(state ? { state } : {}) })}`;
  return (
    <AdminPage title={texts.health.title} about={texts.health.about} actions={<ButtonLink outside href={csv} download>{texts.health.csv}</ButtonLink>}>
      <SearchBox query={q ?? ""} onSearch={(words) => void router.replace(boardUrl({ q: words, state }))} label={texts.health.search} placeholder={texts.health.searchHint} />
      {value && <StateLinks counts={value.states} chosen={state} q={q} />}
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.sources.length === 0 ? (
        <EmptyState title={texts.health.none}>{texts.health.noneText}</EmptyState>
      ) : (
        <>
          <Board sources={value.sources} caption={texts.health.caption(offset + 1, offset + value.sources.length, value.total)} onChange={retry} />
          <nav className="row" aria-label={texts.health.pages}>
            {offset > 0 && <ButtonLink href={boardUrl({ q, state, offset: Math.max(0, offset - PAGE_SIZE) })}>{texts.health.previous}</ButtonLink>}
            {value.next != null && <ButtonLink href={boardUrl({ q, state, offset: value.next })}>{texts.health.next}</ButtonLink>}
          </nav>
        </>
      )}
    </AdminPage>
  );
}

function boardUrl(search: Search): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value) query.set(name, String(value));
  return query.size > 0 ? `/admin/health/?${query}` : "/admin/health/";
}

function StateLinks({ counts, chosen, q }: { counts: Readonly<Partial<Record<State, number>>>; chosen?: State; q?: string }) {
  const texts = useOffice();
  const states = STATES.filter((state) => counts[state]);
  return (
    <nav className="row" aria-label={texts.health.state}>
      <ButtonLink href={boardUrl({ q })} look={chosen ? "plain" : "primary"} aria-current={chosen ? undefined : "page"}>
        {texts.health.all}
      </ButtonLink>
      {states.map((state) => (
        <ButtonLink key={state} href={boardUrl({ q, state })} look={chosen === state ? "primary" : "plain"} aria-current={chosen === state ? "page" : undefined}>
          {texts.health.states[state]} ({counts[state]})
        </ButtonLink>
      ))}
    </nav>
  );
}

function Board({ sources, caption, onChange }: { sources: readonly Source[]; caption: string; onChange: () => void }) {
  const office = useOffice();
  const texts = office.health;
  const canEdit = useHasScope("edit");
  const [removing, setRemoving] = useState<Source>();
  const columns: readonly Column<Source>[] = [
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
    {
      key: "why",
      head: texts.why,
      cell: (one) => (
        <>
          {one.reason && (one.run_id ? <Link href={runUrl(one.run_id)}>{office.fromServer(one.reason)}</Link> : office.fromServer(one.reason))}
          {one.state !== "healthy" && <span className="soft small"> {`${office.fromServer(one.next)} ${texts.todo} ${office.fromServer(one.do)}`}</span>}
          {one.gone && canEdit && (
            <div className="row">
              <Button look="danger" onClick={() => setRemoving(one)}>
                {texts.remove}
                <span className="visually-hidden"> {one.title}</span>
              </Button>
            </div>
          )}
        </>
      ),
    },
    { key: "upcoming", head: texts.upcoming, cell: (one) => one.upcoming, number: true },
    { key: "yields", head: texts.yields, cell: (one) => <DailyYields yields={one.yields} /> },
    { key: "fields", head: texts.fields, cell: (one) => <Fields shares={one.shares} /> },
    { key: "good", head: texts.good, cell: (one) => <Timestamp at={one.last_good_at} fallback={texts.never} /> },
    { key: "changed", head: texts.changed, cell: (one) => <Timestamp at={one.changed_at} fallback={texts.never} /> },
    { key: "next", head: texts.nextRun, cell: (one) => <Timestamp at={one.next_run_at} fallback={texts.unplanned} /> },
    { key: "alone", head: texts.alone, cell: (one) => (one.alone ? texts.onlyHere : "") },
  ];
  function removed() {
    setRemoving(undefined);
    onChange();
  }
  return (
    <>
      <Table caption={caption} columns={columns} rows={sources} rowKey={(one) => one.source_id} />
      {removing && <RemoveSource id={removing.source_id} title={removing.title} onClose={() => setRemoving(undefined)} onDone={removed} />}
    </>
  );
}

/** Which share of the events has each field. */
function Fields({ shares }: { shares: Readonly<Record<string, number>> }) {
  const texts = useOffice().health;
  const named = Object.entries(texts.fieldNames).filter(([name]) => name in shares);
  return <span className="small">{named.map(([name, text]) => `${text} ${Math.round((shares[name] ?? 0) * 100)}%`).join(", ")}</span>;
}
