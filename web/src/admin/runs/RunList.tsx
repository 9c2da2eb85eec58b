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
import { useRunTexts } from "@/language/office/runs";

const STATUSES: readonly Schemas["RunStatus"][] = ["running", "ok", "suspect", "failed", "cancelled", "lost"];
const PAGE_SIZE = 30;

export function RunList({ ready }: { ready: boolean }) {
  const texts = useRunTexts();
  const { query } = useRouter();
  const source = Number(queryParam(query, "source")) || undefined;
  const status = STATUSES.find((known) => known === query.status);
  const cursor = queryParam(query, "cursor");
  const health = useHealth();
  const { value, problem, retry } = useAdminRemote(ready ? `runs ${source} ${status} ${cursor}` : null, (signal) =>
    unwrap(api.GET("/api/runs", { signal, params: { query: { source, status, cursor, limit: PAGE_SIZE } } })),
  );
  return (
    <AdminPage title={texts.title} about={texts.about}>
      <Filters source={source} status={status} sources={health.value} />
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.runs.length === 0 ? (
        <EmptyState title={texts.none}>{source || status ? texts.noMatch : texts.noneYet}</EmptyState>
      ) : (
        <>
          <RunTable
            caption={cursor ? texts.captionOlder : texts.caption}
            runs={value.runs}
            expected={(run) => lastGoodYield(health.value, run.source_id, run.spider)}
            onEnd={retry}
          />
          <nav className="row" aria-label={texts.pages}>
            {cursor && <ButtonLink href={pageUrl({ source, status })}>{texts.newest}</ButtonLink>}
            {value.next && <ButtonLink href={pageUrl({ source, status, cursor: value.next })}>{texts.older}</ButtonLink>}
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
  const texts = useRunTexts();
  const router = useRouter();
  return (
    <div className="admin-filters">
      <Field label={texts.source}>
        <select
          value={source ?? ""}
          onChange={(event) => void router.push(pageUrl({ source: Number(event.currentTarget.value), status }))}
        >
          <option value="">{texts.allSources}</option>
          {sources?.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </Field>
      <Field label={texts.status}>
        <select value={status ?? ""} onChange={(event) => void router.push(pageUrl({ source, status: event.currentTarget.value }))}>
          <option value="">{texts.anyStatus}</option>
          {STATUSES.map((name) => (
            <option key={name} value={name}>
              {texts.states[name]}
            </option>
          ))}
        </select>
      </Field>
    </div>
  );
}
