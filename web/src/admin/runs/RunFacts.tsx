/** A run's counts and details. */
import Link from "next/link";

import type { Schemas } from "@/api/client";
import { sourceUrl } from "@/admin/urls";
import { Timestamp, formatDuration } from "@/admin/Timestamp";

const COUNTS = ["seen", "new", "changed", "unchanged", "withdrawn", "rejected", "left_out", "pages", "feeds"] as const;

/** `live` has newer counts while the run is active. */
export function RunFacts({ run, live }: { run: Schemas["RunWithErrors"]; live: Schemas["Progress"] | null }) {
  const counts = live ?? run;
  return (
    <section className="stack" aria-label="Counts">
      <dl className="counts">
        {COUNTS.map((name) => (
          <div key={name} className="counts__one">
            <dt>{name.replace("_", " ")}</dt>
            <dd>{counts[name]}</dd>
          </div>
        ))}
      </dl>
      <dl className="admin-facts">
        <div>
          <dt>Source</dt>
          <dd>
            <Link href={sourceUrl(run.source_id)}>{run.source}</Link>
          </dd>
        </div>
        <div>
          <dt>Started</dt>
          <dd>
            <Timestamp at={run.started_at} />
          </dd>
        </div>
        <div>
          <dt>Duration</dt>
          <dd>{formatDuration(run.started_at, run.finished_at)}</dd>
        </div>
        <div>
          <dt>Started by</dt>
          <dd>{run.ordered_by ?? "schedule or command line"}</dd>
        </div>
        <div>
          <dt>Launcher</dt>
          <dd>
            {run.launched_by}
            {run.attempt > 1 && `, attempt ${run.attempt}`}
          </dd>
        </div>
        {run.cancelled_by && (
          <div>
            <dt>Canceled by</dt>
            <dd>{run.cancelled_by}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
