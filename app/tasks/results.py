"""What a task returns: one run's row or a summary of several, as JSON."""

from __future__ import annotations

from typing import Any

from storage.runs.ledger import Run, RunStatus
from storage.sources.records import SourceRecord

Result = dict[str, Any]
SHOWN_ERRORS = 10
PAUSED = "paused"
RETRYING = "retrying"
EARLIER = "earlier"
"""Where the result of a source's feeds has the result of its pages, which were crawled first."""


def result(run: Run) -> Result:
    """A finished run as JSON."""
    return {
        "run_id": run.id,
        "source_id": run.source_id,
        "source": run.source,
        "status": run.status.value,
        "reason": run.reason,
        **run.counts(),
        "feeds": run.feeds,
        "pages": run.pages,
        "error_count": run.error_count,
        "errors": [f"{e['kind']}: {e['url']}: {e['found']}" for e in run.errors[:SHOWN_ERRORS]],
        "started": run.started_at.isoformat(),
        "finished": None if run.finished_at is None else run.finished_at.isoformat(),
    }


def paused(source: SourceRecord) -> Result:
    """The result for a paused source: nothing was fetched."""
    reason = "the source is paused"
    return {"run_id": None, "source_id": source.id, "source": source.name, "status": PAUSED, "reason": reason}


def retrying(source_id: int, reason: str, run_id: str) -> Result:
    """The result for a source whose crawl failed for now: a task with this id and `-retry` tries again."""
    return {"run_id": run_id, "source_id": source_id, "status": RETRYING, "reason": reason}


def summary(results: list[Result]) -> Result:
    """Summarizes several results: the worst status, total counts, and each source's status. Sources that are still
    retried don't make it worse; `reason` counts them: `103 of 104, one retrying`."""
    order = [PAUSED, RETRYING, RunStatus.OK.value, RunStatus.SUSPECT.value, RunStatus.FAILED.value]
    statuses = [r["status"] for r in results]
    left = statuses.count(RETRYING)
    names = ("seen", "new", "changed", "unchanged", "withdrawn", "rejected", "error_count")
    return {
        "status": max(statuses, key=order.index, default=RunStatus.OK.value),
        "reason": f"{len(results) - left} of {len(results)}, {'one' if left == 1 else left} retrying" if left else None,
        **{name: sum(r.get(name, 0) for r in results) for name in names},
        "sources": [
            {"source_id": r["source_id"], "status": r["status"], "run_id": r.get("run_id"), "reason": r.get("reason")}
            for r in results
        ],
        "errors": [error for r in results for error in r.get("errors", [r.get("reason")])][:SHOWN_ERRORS],
        "started": min((r["started"] for r in results if r.get("started")), default=None),
        "finished": max((r["finished"] for r in results if r.get("finished")), default=None),
    }
