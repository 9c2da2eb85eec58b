/** A run's counts and details. */
import Link from "next/link";

import type { Schemas } from "@/api/client";
import { sourceUrl } from "@/admin/urls";
import { Timestamp, formatDuration } from "@/admin/Timestamp";
import { useRunTexts } from "@/language/office/runs";

const COUNTS = ["seen", "new", "changed", "unchanged", "withdrawn", "rejected", "left_out", "pages", "feeds"] as const;

/** `live` has newer counts while the run is active. */
export function RunFacts({ run, live }: { run: Schemas["RunWithErrors"]; live: Schemas["Progress"] | null }) {
  const texts = useRunTexts();
  const counts = live ?? run;
  return (
    <section className="stack" aria-label={texts.facts.head}>
      <dl className="counts">
        {COUNTS.map((name) => (
          <div key={name} className="counts__one">
            <dt>{texts.counts[name]}</dt>
            <dd>{counts[name]}</dd>
          </div>
        ))}
      </dl>
      <dl className="admin-facts">
        <div>
          <dt>{texts.source}</dt>
          <dd>
            <Link href={sourceUrl(run.source_id)}>{run.source}</Link>
          </dd>
        </div>
        <div>
          <dt>{texts.started}</dt>
          <dd>
            <Timestamp at={run.started_at} />
          </dd>
        </div>
        <div>
          <dt>{texts.duration}</dt>
          <dd>{run.finished_at ? formatDuration(run.started_at, run.finished_at) : texts.unfinished}</dd>
        </div>
        <div>
          <dt>{texts.facts.startedBy}</dt>
          <dd>{run.ordered_by ?? texts.facts.bySchedule}</dd>
        </div>
        <div>
          <dt>{texts.facts.launcher}</dt>
          <dd>
            {run.launched_by}
            {run.attempt > 1 && texts.facts.attempt(run.attempt)}
          </dd>
        </div>
        {run.cancelled_by && (
          <div>
            <dt>{texts.facts.canceledBy}</dt>
            <dd>{run.cancelled_by}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
