/** Run history: which source, which end, page after page; what goes on is followed. */
import { useRouter } from "next/router";

import { answered, api, type Schemas } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { Field } from "@/components/Field";
import { EmptyState } from "@/components/states";
import { asked } from "@/admin/addresses";
import { OfficePage, Waiting } from "@/admin/OfficePage";
import { RunTable } from "@/admin/runs/RunTable";
import { useOffice } from "@/admin/useOffice";
import { usualYield, useHealth, type Source } from "@/admin/useHealth";

const STATUSES: readonly Schemas["RunStatus"][] = ["running", "ok", "suspect", "failed", "cancelled", "lost"];
const PAGE = 30;

export function RunList({ ready }: { ready: boolean }) {
  const { query } = useRouter();
  const source = Number(asked(query, "source")) || undefined;
  const status = STATUSES.find((one) => one === query.status);
  const cursor = asked(query, "cursor");
  const health = useHealth();
  const { value, problem, retry } = useOffice(ready ? `runs ${source} ${status} ${cursor}` : null, (signal) =>
    answered(api.GET("/api/runs", { signal, params: { query: { source, status, cursor, limit: PAGE } } })),
  );
  return (
    <OfficePage title="Runs" about="Each crawl of a source: what it saw, what it changed, and whether it is believed.">
      <Filters source={source} status={status} sources={health.value} />
      {!value ? (
        <Waiting problem={problem} onRetry={retry} what="runs" />
      ) : value.runs.length === 0 ? (
        <EmptyState title="No run">{source || status ? "None passes the filters." : "Nothing has been crawled yet."}</EmptyState>
      ) : (
        <>
          <RunTable
            caption={cursor ? "Older runs, the newest first" : "Runs, the newest first"}
            runs={value.runs}
            usual={(run) => usualYield(health.value, run.source_id, run.spider)}
            onEnd={retry}
          />
          <nav className="row" aria-label="Pages of runs">
            {cursor && <ButtonLink href={address({ source, status })}>Newest runs</ButtonLink>}
            {value.next && <ButtonLink href={address({ source, status, cursor: value.next })}>Older runs</ButtonLink>}
          </nav>
        </>
      )}
    </OfficePage>
  );
}

type Wanted = { source?: number; status?: string; cursor?: string };

function address(wanted: Wanted): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value) query.set(name, String(value));
  return query.size > 0 ? `/admin/runs/?${query}` : "/admin/runs/";
}

function Filters({ source, status, sources }: Wanted & { sources: readonly Source[] | undefined }) {
  const router = useRouter();
  return (
    <div className="office-filters">
      <Field label="Source">
        <select
          value={source ?? ""}
          onChange={(event) => void router.push(address({ source: Number(event.currentTarget.value), status }))}
        >
          <option value="">All sources</option>
          {sources?.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Status">
        <select value={status ?? ""} onChange={(event) => void router.push(address({ source, status: event.currentTarget.value }))}>
          <option value="">Any</option>
          {STATUSES.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </Field>
    </div>
  );
}
