/** All sources with their health, the ones in trouble first. */
import Link from "next/link";

import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { FIND_SOURCE, runUrl, sourceUrl } from "@/admin/urls";
import { StateBadge } from "@/admin/badges";
import { Timestamp } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { useHasScope } from "@/admin/session";
import { SourceActions } from "@/admin/sources/SourceActions";
import { Sparkline } from "@/admin/Sparkline";
import { useHealth, type Source } from "@/admin/useHealth";

const SEVERITY: readonly Source["state"][] = ["failed", "suspect", "cancelled", "never", "running", "ok", "paused"];

export function SourceList() {
  const { value, problem, retry } = useHealth();
  const canEdit = useHasScope("edit");
  const add = (
    <ButtonLink look="primary" href={FIND_SOURCE}>
      Add a source
    </ButtonLink>
  );
  return (
    <AdminPage title="Sources" about={value && summary(value)} actions={canEdit && add}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} what="sources" />
      ) : value.length === 0 ? (
        <EmptyState title="No sources yet" action={canEdit && add}>
          A source is a website or calendar feed that Marquee collects events from.
        </EmptyState>
      ) : (
        <ul className="panels" role="list">
          {[...value].sort(worstFirst).map((source) => (
            <li key={source.id} className="card source">
              <SourceLine source={source} onDone={retry} />
            </li>
          ))}
        </ul>
      )}
    </AdminPage>
  );
}

function SourceLine({ source, onDone }: { source: Source; onDone: () => void }) {
  return (
    <>
      <div className="source__name">
        <h2>
          <Link href={sourceUrl(source.id)}>{source.title}</Link>
        </h2>
        <p className="row small">
          <StateBadge state={source.state} />
          <span className="soft">
            {source.name}, {source.upcoming} upcoming {source.upcoming === 1 ? "event" : "events"}
            {source.feeds > 0 && `, ${source.feeds} ${source.feeds === 1 ? "feed" : "feeds"}`}
          </span>
        </p>
        {source.reason && source.enabled && <p className="small">{source.reason}</p>}
      </div>
      <Yields source={source} />
      <dl className="admin-facts source__facts">
        <div>
          <dt>Last good run</dt>
          <dd>
            <Timestamp at={source.last_good_at} />
          </dd>
        </div>
        <div>
          <dt>Next run</dt>
          <dd>
            <Timestamp at={source.next_run_at} fallback={source.enabled ? "not scheduled" : "paused"} />
          </dd>
        </div>
      </dl>
      <SourceActions source={source} onDone={onDone} />
    </>
  );
}

/** How many events each spider saw. A source may have one spider that finds feeds and one that reads them. */
export function Yields({ source }: { source: Source }) {
  if (source.spiders.length === 0) return <p className="soft small source__yields">no runs yet</p>;
  return (
    <div className="source__yields">
      {source.spiders.map((spider) => {
        const last = spider.yields.at(-1);
        return (
          <div key={spider.spider}>
            <span className="small soft">
              {spider.spider}: {last && <Link href={runUrl(last.run_id)}>{last.seen} seen</Link>}
            </span>
            <Sparkline yields={spider.yields} floor={source.floor} />
          </div>
        );
      })}
    </div>
  );
}

function worstFirst(a: Source, b: Source): number {
  return SEVERITY.indexOf(a.state) - SEVERITY.indexOf(b.state) || a.title.localeCompare(b.title);
}

function summary(sources: readonly Source[]): string {
  const failing = sources.filter((source) => source.state === "failed" || source.state === "suspect").length;
  const all = `${sources.length} ${sources.length === 1 ? "source" : "sources"}`;
  if (failing === 0) return `${all}, no problems.`;
  return `${all}, ${failing} ${failing === 1 ? "needs" : "need"} attention.`;
}
