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
import { useOffice } from "@/language/office";
import { useSourceTexts } from "@/language/office/sources";

const SEVERITY: readonly Source["state"][] = ["failed", "suspect", "cancelled", "never", "running", "ok", "paused"];

export function SourceList() {
  const texts = useSourceTexts();
  const { value, problem, retry } = useHealth();
  const canEdit = useHasScope("edit");
  const add = (
    <ButtonLink look="primary" href={FIND_SOURCE}>
      {texts.add}
    </ButtonLink>
  );
  return (
    <AdminPage title={texts.title} about={value && texts.summary(value.length, value.filter(isFailing).length)} actions={canEdit && add}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.length === 0 ? (
        <EmptyState title={texts.none} action={canEdit && add}>
          {texts.noneText}
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
  const office = useOffice();
  const texts = useSourceTexts();
  return (
    <>
      <div className="source__name">
        <h2>
          <Link href={sourceUrl(source.id)}>{source.title}</Link>
        </h2>
        <p className="row small">
          <StateBadge state={source.state} />
          <span className="soft">
            {source.name}, {texts.upcoming(source.upcoming)}
            {source.feeds > 0 && `, ${texts.feeds(source.feeds)}`}
          </span>
        </p>
        {source.reason && source.enabled && <p className="small">{office.fromServer(source.reason)}</p>}
      </div>
      <Yields source={source} />
      <dl className="admin-facts source__facts">
        <div>
          <dt>{texts.lastGood}</dt>
          <dd>
            <Timestamp at={source.last_good_at} />
          </dd>
        </div>
        <div>
          <dt>{texts.nextRun}</dt>
          <dd>
            <Timestamp at={source.next_run_at} fallback={source.enabled ? texts.unscheduled : texts.paused} />
          </dd>
        </div>
      </dl>
      <SourceActions source={source} onDone={onDone} />
    </>
  );
}

/** How many events each spider saw. A source may have one spider that finds feeds and one that reads them. */
export function Yields({ source }: { source: Source }) {
  const texts = useSourceTexts();
  if (source.spiders.length === 0) return <p className="soft small source__yields">{texts.noRuns}</p>;
  return (
    <div className="source__yields">
      {source.spiders.map((spider) => {
        const last = spider.yields.at(-1);
        return (
          <div key={spider.spider}>
            <span className="small soft">
              {spider.spider}: {last && <Link href={runUrl(last.run_id)}>{texts.seen(last.seen)}</Link>}
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

function isFailing({ state }: Source): boolean {
  return state === "failed" || state === "suspect";
}
