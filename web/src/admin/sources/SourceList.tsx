/** How every source is, at a glance, and the first things to do about it. */
import Link from "next/link";

import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { runAddress, sourceAddress } from "@/admin/addresses";
import { StateBadge } from "@/admin/badges";
import { Moment } from "@/admin/Moment";
import { OfficePage, Waiting } from "@/admin/OfficePage";
import { useMay } from "@/admin/session";
import { SourceActs } from "@/admin/sources/SourceActs";
import { Sparkline } from "@/admin/Sparkline";
import { useHealth, type Source } from "@/admin/useHealth";

const SEVERITY: readonly Source["state"][] = ["failed", "suspect", "cancelled", "never", "running", "ok", "paused"];

export function SourceList() {
  const { value, problem, retry } = useHealth();
  const mayEdit = useMay("edit");
  const add = (
    <ButtonLink look="primary" href="/admin/sources/">
      Add a source
    </ButtonLink>
  );
  return (
    <OfficePage title="Sources" about={value && summary(value)} actions={mayEdit && add}>
      {!value ? (
        <Waiting problem={problem} onRetry={retry} what="sources" />
      ) : value.length === 0 ? (
        <EmptyState title="No source yet" action={mayEdit && add}>
          A source is a site or a calendar feed whose events are harvested.
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
    </OfficePage>
  );
}

function SourceLine({ source, onDone }: { source: Source; onDone: () => void }) {
  return (
    <>
      <div className="source__name">
        <h2>
          <Link href={sourceAddress(source.id)}>{source.title}</Link>
        </h2>
        <p className="row small">
          <StateBadge state={source.state} />
          <span className="soft">
            {source.name}, {source.upcoming} {source.upcoming === 1 ? "event" : "events"} to come
            {source.feeds > 0 && `, ${source.feeds} ${source.feeds === 1 ? "feed" : "feeds"}`}
          </span>
        </p>
        {source.reason && source.enabled && <p className="small">{source.reason}</p>}
      </div>
      <Yields source={source} />
      <dl className="office-facts source__facts">
        <div>
          <dt>Last good run</dt>
          <dd>
            <Moment at={source.last_good_at} />
          </dd>
        </div>
        <div>
          <dt>Next run</dt>
          <dd>
            <Moment at={source.next_run_at} none={source.enabled ? "not scheduled" : "paused"} />
          </dd>
        </div>
      </dl>
      <SourceActs source={source} onDone={onDone} />
    </>
  );
}

/** What each of its spiders saw; a source may have one that finds feeds, and one that reads them. */
export function Yields({ source }: { source: Source }) {
  if (source.spiders.length === 0) return <p className="soft small source__yields">no run yet</p>;
  return (
    <div className="source__yields">
      {source.spiders.map((spider) => {
        const last = spider.yields.at(-1);
        return (
          <div key={spider.spider}>
            <span className="small soft">
              {spider.spider}: {last && <Link href={runAddress(last.run_id)}>{last.seen} seen</Link>}
            </span>
            <Sparkline yields={spider.yields} floor={source.floor} />
          </div>
        );
      })}
    </div>
  );
}

function worstFirst(one: Source, other: Source): number {
  return SEVERITY.indexOf(one.state) - SEVERITY.indexOf(other.state) || one.title.localeCompare(other.title);
}

function summary(sources: readonly Source[]): string {
  const wrong = sources.filter((source) => source.state === "failed" || source.state === "suspect").length;
  const all = `${sources.length} ${sources.length === 1 ? "source" : "sources"}`;
  return wrong === 0 ? `${all}, none in trouble.` : `${all}, ${wrong} in trouble.`;
}
