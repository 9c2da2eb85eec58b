/** What a run counted, and where it comes from. */
import Link from "next/link";

import type { Schemas } from "@/api/client";
import { sourceAddress } from "@/admin/addresses";
import { Moment, tookWords } from "@/admin/Moment";

const COUNTS = ["seen", "new", "changed", "unchanged", "withdrawn", "rejected", "pages", "feeds"] as const;

/** `live`: newer counts, while it goes on. */
export function RunFacts({ run, live }: { run: Schemas["RunWithErrors"]; live: Schemas["Progress"] | null }) {
  const counts = live ?? run;
  return (
    <section className="stack" aria-label="Counts">
      <dl className="counts">
        {COUNTS.map((name) => (
          <div key={name} className="counts__one">
            <dt>{name}</dt>
            <dd>{counts[name]}</dd>
          </div>
        ))}
      </dl>
      <dl className="office-facts">
        <div>
          <dt>Source</dt>
          <dd>
            <Link href={sourceAddress(run.source_id)}>{run.source}</Link>
          </dd>
        </div>
        <div>
          <dt>Started</dt>
          <dd>
            <Moment at={run.started_at} />
          </dd>
        </div>
        <div>
          <dt>Took</dt>
          <dd>{tookWords(run.started_at, run.finished_at)}</dd>
        </div>
        <div>
          <dt>Asked for by</dt>
          <dd>{run.ordered_by ?? "the schedule, or the command line"}</dd>
        </div>
        <div>
          <dt>Crawled in</dt>
          <dd>
            {run.launched_by}
            {run.attempt > 1 && `, attempt ${run.attempt}`}
          </dd>
        </div>
        {run.cancelled_by && (
          <div>
            <dt>Cancelled by</dt>
            <dd>{run.cancelled_by}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
