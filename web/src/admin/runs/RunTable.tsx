/** A table of runs. */
import Link from "next/link";

import type { Schemas } from "@/api/client";
import { Table, type Column } from "@/components/Table";
import { StateBadge } from "@/admin/badges";
import { Timestamp, formatDuration } from "@/admin/Timestamp";
import { LiveRun } from "@/admin/runs/LiveRun";
import { runUrl, sourceUrl } from "@/admin/urls";
import { useOffice } from "@/language/office";
import { useRunTexts } from "@/language/office/runs";

type Run = Schemas["Run"];
const MAX_STREAMS = 4; // browsers allow six HTTP/1.1 connections per host, and the page needs some of them

export function RunTable({
  caption,
  runs,
  expected,
  onEnd,
}: {
  caption: string;
  runs: readonly Run[];
  /** How many events the last good run of the same source and spider saw. */
  expected: (run: Run) => number | undefined;
  /** Called when a running run ends. */
  onEnd: () => void;
}) {
  const office = useOffice();
  const texts = useRunTexts();
  const followed = new Set(runs.filter((run) => run.status === "running").slice(0, MAX_STREAMS).map((run) => run.id));
  const columns: readonly Column<Run>[] = [
    { key: "started", head: texts.started, cell: (run) => <Started run={run} /> },
    { key: "source", head: texts.sourceAndSpider, cell: (run) => <RunSource run={run} /> },
    {
      key: "status",
      head: texts.status,
      cell: (run) => (
        <div className="stack run-status">
          <span>
            <StateBadge state={run.status} />
          </span>
          {followed.has(run.id) && <LiveRun run={run} expected={expected(run)} onEnd={onEnd} />}
          {run.reason && <span className="small">{office.fromServer(run.reason)}</span>}
        </div>
      ),
    },
    ...COUNTS.map((name) => ({ key: name, head: texts.counts[name], number: true, cell: (run: Run) => run[name] })),
    { key: "took", head: texts.duration, number: true, cell: (run) => (run.finished_at ? formatDuration(run.started_at, run.finished_at) : texts.unfinished) },
  ];
  return <Table caption={caption} columns={columns} rows={runs} rowKey={(run) => run.id} />;
}

const COUNTS = ["seen", "new", "changed", "withdrawn", "rejected"] as const;

function Started({ run }: { run: Run }) {
  return (
    <Link href={runUrl(run.id)}>
      <Timestamp at={run.started_at} />
    </Link>
  );
}

function RunSource({ run }: { run: Run }) {
  return (
    <>
      <Link href={sourceUrl(run.source_id)}>{run.source}</Link> <span className="soft">{run.spider}</span>
    </>
  );
}
