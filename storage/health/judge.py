"""Decides the state of a source from its last runs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from itertools import takewhile

from storage.runs.ledger import RunStatus

TRIES = 3
"""A failure that may pass counts once this many tries in a row have failed: a task tries again after 60, 120, and
240 seconds."""
GONE_AFTER = timedelta(days=3)
"""A host name without an address may be a mistake of its owner, who fixes it within a day or two."""


class SourceState(StrEnum):
    """The order is that of the health list: what needs a person comes first."""

    DEAD = "dead"
    BLOCKED = "blocked"
    FAILING = "failing"
    QUARANTINED = "quarantined"
    SUSPECT = "suspect"
    NEW = "new"
    PAUSED = "paused"
    HEALTHY = "healthy"


class Severity(IntEnum):
    """none: nobody needs to know. warning: it can wait a day. urgent: the source brings nothing."""

    NONE = 0
    WARNING = 1
    URGENT = 2


SEVERITY = {
    SourceState.DEAD: Severity.URGENT,
    SourceState.BLOCKED: Severity.URGENT,
    SourceState.FAILING: Severity.URGENT,
    SourceState.QUARANTINED: Severity.URGENT,
    SourceState.SUSPECT: Severity.WARNING,
}


def severity(state: SourceState) -> Severity:
    return SEVERITY.get(state, Severity.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedRun:
    """A run that ended. `errors`: the kind of each essential error and what was found, as in `runs.errors`. `parked`:
    its task crashed workers and waits for a person. `odd`: what differs from the source's history, in words."""

    id: str
    spider: str
    status: RunStatus
    reason: str | None
    seen: int
    attempt: int
    finished_at: datetime
    errors: Sequence[tuple[str, str]] = ()
    parked: bool = False
    odd: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A state, its reason, and the run that shows it; None for a source that was never harvested."""

    state: SourceState
    reason: str | None = None
    run_id: str | None = None


BROKEN = (RunStatus.FAILED, RunStatus.LOST)


def judge(runs: Sequence[EndedRun], before: SourceState | None = None) -> Finding:
    """The worst state among the source's spiders. `runs`: the newest first. `before`: the state until now, which a
    failure that may pass doesn't change yet. A canceled run says nothing."""
    said = [run for run in runs if run.status is not RunStatus.CANCELLED]
    spiders = dict.fromkeys(run.spider for run in said)
    findings = [_of_spider([run for run in said if run.spider == spider], before) for spider in spiders]
    order = list(SourceState)
    return min(findings, key=lambda one: order.index(one.state), default=Finding(SourceState.NEW))


def _of_spider(runs: Sequence[EndedRun], before: SourceState | None) -> Finding:
    last = runs[0]
    if last.status is RunStatus.OK:
        odd = "; ".join(last.odd)
        return Finding(SourceState.SUSPECT if odd else SourceState.HEALTHY, odd or None, last.id)
    if last.status in BROKEN or "Blocked" in _kinds(last):
        state = _broken(runs, before)
    else:
        state = SourceState.SUSPECT if last.seen else SourceState.QUARANTINED
    return Finding(state, last.reason, last.id)


def _broken(runs: Sequence[EndedRun], before: SourceState | None) -> SourceState:
    last, kinds = runs[0], _kinds(runs[0])
    if "Blocked" in kinds:
        return SourceState.BLOCKED
    if any(kind == "PageGone" and found.startswith("HTTP 410") for kind, found in last.errors):
        return SourceState.DEAD
    if last.parked or kinds - {"TransportFailure"}:
        return SourceState.FAILING
    row = list(takewhile(lambda run: run.status in BROKEN, runs))
    if _without_host(last) and last.finished_at - row[-1].finished_at >= GONE_AFTER and all(map(_without_host, row)):
        return SourceState.DEAD
    if sum(run.attempt for run in row) >= TRIES or len(row) >= TRIES:
        return SourceState.FAILING
    if before in (None, SourceState.NEW, SourceState.PAUSED):
        return SourceState.HEALTHY if len(row) < len(runs) else SourceState.NEW
    return before


def _kinds(run: EndedRun) -> set[str]:
    return {kind for kind, _ in run.errors}


def _without_host(run: EndedRun) -> bool:
    """Whether every request failed because the host name has no address (scrapy's and Twisted's names for it)."""
    names = ("DNSLookupError", "CannotResolveHostError")
    return bool(run.errors) and all(found.startswith(names) for _, found in run.errors)
