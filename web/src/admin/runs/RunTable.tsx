/** Runs in rows. */
import Link from "next/link";

import type { Schemas } from "@/api/client";
import { Table, type Column } from "@/components/Table";
import { StateBadge } from "@/admin/badges";
import { Moment, tookWords } from "@/admin/Moment";
import { LiveRun } from "@/admin/runs/LiveRun";
import { runAddress, sourceAddress } from "@/admin/addresses";

type Run = Schemas["Run"];
const MOST_STREAMS = 4; // a browser keeps six connections to a host (HTTP/1.1); the page needs some itself

export function RunTable({
  caption,
  runs,
  usual,
  onEnd,
}: {
  caption: string;
  runs: readonly Run[];
  /** What the last good run of the same source and spider saw. */
  usual: (run: Run) => number | undefined;
  /** A run that was going on has ended. */
  onEnd: () => void;
}) {
  const followed = new Set(runs.filter((run) => run.status === "running").slice(0, MOST_STREAMS).map((run) => run.id));
  const columns: readonly Column<Run>[] = [
    { key: "started", head: "Started", cell: (run) => <Started run={run} /> },
    { key: "source", head: "Source, spider", cell: (run) => <From run={run} /> },
    {
      key: "status",
      head: "Status",
      cell: (run) => (
        <div className="stack run-status">
          <span>
            <StateBadge state={run.status} />
          </span>
          {followed.has(run.id) && <LiveRun run={run} expected={usual(run)} onEnd={onEnd} />}
          {run.reason && <span className="small">{run.reason}</span>}
        </div>
      ),
    },
    ...COUNTS.map((name) => ({ key: name, head: name, number: true, cell: (run: Run) => run[name] })),
    { key: "took", head: "Took", number: true, cell: (run) => tookWords(run.started_at, run.finished_at) },
  ];
  return <Table caption={caption} columns={columns} rows={runs} rowKey={(run) => run.id} />;
}

const COUNTS = ["seen", "new", "changed", "withdrawn", "rejected"] as const;

function Started({ run }: { run: Run }) {
  return (
    <Link href={runAddress(run.id)}>
      <Moment at={run.started_at} />
    </Link>
  );
}

function From({ run }: { run: Run }) {
  return (
    <>
      <Link href={sourceAddress(run.source_id)}>{run.source}</Link> <span className="soft">{run.spider}</span>
    </>
  );
}
