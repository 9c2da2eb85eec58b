/** Run history, filtered by source and status. Shows the live progress of active runs. */
import { useRouter } from "next/router";

import { api, unwrap, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { Field } from "@/components/Field";
import { EmptyState } from "@/components/states";
import { queryParam } from "@/admin/urls";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { RunTable } from "@/admin/runs/RunTable";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { lastGoodYield, useHealth, type Source } from "@/admin/useHealth";

const STATUSES: readonly Schemas["RunStatus"][] = ["running", "ok", "suspect", "failed", "cancelled", "lost"];
const PAGE_SIZE = 30;

export function RunList({ ready }: { ready: boolean }) {
  const { query } = useRouter();
  const source = Number(queryParam(query, "source")) || undefined;
  const status = STATUSES.find((known) => known === query.status);
  const cursor = queryParam(query, "cursor");
  const health = useHealth();
  const { value, problem, retry } = useAdminRemote(ready ? `runs ${source} ${status} ${cursor}` : null, (signal) =>
    unwrap(api.GET("/api/runs", { signal, params: { query: { source, status, cursor, limit: PAGE_SIZE } } })),
  );
  return (
    <AdminPage title="Runs" about="Every crawl of a source: what it saw, what it changed, and whether Marquee trusts it.">
      <Filters source={source} status={status} sources={health.value} />
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} what="runs" />
      ) : value.runs.length === 0 ? (
        <EmptyState title="No runs">{source || status ? "No run matches these filters." : "Nothing has been crawled yet."}</EmptyState>
      ) : (
        <>
          <RunTable
            caption={cursor ? "Older runs, newest first" : "Runs, newest first"}
            runs={value.runs}
            expected={(run) => lastGoodYield(health.value, run.source_id, run.spider)}
            onEnd={retry}
          />
          <nav className="row" aria-label="Pages of runs">
            {cursor && <ButtonLink href={pageUrl({ source, status })}>Newest runs</ButtonLink>}
            {value.next && <ButtonLink href={pageUrl({ source, status, cursor: value.next })}>Older runs</ButtonLink>}
          </nav>
        </>
      )}
    </AdminPage>
  );
}

type RunFilters = { source?: number; status?: string; cursor?: string };

function pageUrl(filters: RunFilters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, String(value));
  return query.size > 0 ? `/admin/runs/?${query}` : "/admin/runs/";
}

function Filters({ source, status, sources }: RunFilters & { sources: readonly Source[] | undefined }) {
  const router = useRouter();
  return (
    <div className="admin-filters">
      <Field label="Source">
        <select
          value={source ?? ""}
          onChange={(event) => void router.push(pageUrl({ source: Number(event.currentTarget.value), status }))}
        >
          <option value="">All sources</option>
          {sources?.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Status">
        <select value={status ?? ""} onChange={(event) => void router.push(pageUrl({ source, status: event.currentTarget.value }))}>
          <option value="">Any</option>
          {STATUSES.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </Field>
    </div>
  );
}
