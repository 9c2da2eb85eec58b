"""Finds crawls that crash their workers, lost their process, or have had no good run for days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection

from app.diagnosis.bounds import Bounds
from app.services.doctor import Check
from core.clock import shown
from storage.runs import ledger as runs
from storage.runs import totals
from storage.runs.ledger import RunStatus
from storage.tasks import deliveries

ADVICE = {
    "Blocked": "the site or its robots.txt blocks Marquee: ask its owner, or crawl it less often",
    "PageChanged": "the site's pages have changed: save one and try `python -m app read FILE --kind KIND`",
    "TransportFailure": "the site or the network fails: `python -m app crawl {spider} -v` shows how",
    "WrongKind": "the feed's address returns something else: `python -m app read FILE --kind ics` shows what",
}
OTHER = "`python -m app logs` and `python -m app runs --source {id}` show why"


def checks(connection: Connection, bounds: Bounds) -> list[Check]:
    found = [*_crashing(connection, bounds), *_without_process(connection), *_stale(connection, bounds)]
    return found or [Check("crawls", True, "No crawl is stuck, crashing, or stale")]


def _crashing(connection: Connection, bounds: Bounds) -> Iterator[Check]:
    for task in deliveries.unfinished(connection):
        if task.attempts >= bounds.crashes:
            seen = f"{task.task} {task.kwargs} has died with its worker {task.attempts} times"
            advice = f"check memory use, and the last lines of `python -m app logs {task.task_id}`"
            yield Check("crashing task", False, seen, advice)


def _without_process(connection: Connection) -> Iterator[Check]:
    now = datetime.now(UTC)
    for run in runs.latest_runs(connection):
        if run.status is RunStatus.RUNNING and run.lease_until is not None and run.lease_until < now:
            seen = f"Run {run.id} of {run.source} has shown no sign of life since {shown(run.lease_until)}"
            advice = "its process is gone. A running worker takes over within a minute; otherwise crawl again: "
            yield Check("stuck run", False, seen, advice + f"`python -m app crawl {run.spider}`")


def _stale(connection: Connection, bounds: Bounds) -> Iterator[Check]:
    now = datetime.now(UTC)
    last = {(run.source, run.spider): run for run in runs.latest_runs(connection)}
    for state in totals.source_states(connection):
        if not state.enabled or state.status == RunStatus.OK:
            continue
        if state.last_good_at is not None and (now - state.last_good_at).total_seconds() < bounds.stale_s:
            continue
        run = last[state.source, state.spider]
        kinds = Counter(str(error["kind"]) for error in run.errors)
        kind = kinds.most_common(1)[0][0] if kinds else ""
        since = (
            "has never had a good run"
            if state.last_good_at is None
            else f"had its last good run {state.last_good_at:%F}"
        )
        seen = f"{state.source} ({state.spider}) {since}; the last was {run.status}: {run.reason}"
        yield Check("stale source", False, seen, ADVICE.get(kind, OTHER).format(id=run.source_id, spider=run.spider))
