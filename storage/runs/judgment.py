"""Whether a crawl that has ended is believed: pure rules on counts, earlier runs, and missing events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from statistics import median
from typing import Any

from storage.health.quarantine import Quarantine
from storage.runs.ledger import RunStatus

HISTORY = 5
"""A run's yield is compared with the median of this many earlier good runs."""
LARGE_SHARE = 0.2
LARGE_COUNT = 3
"""More than this share of the events that are due, and at least this many, missing at once: too many to believe at
once. A good run withdraws fewer at once."""
AGREEING_RUNS = 2
"""So many further complete runs, each a day after the one before, make a large loss believed."""
A_DAY = timedelta(hours=22)
"""A daily schedule's runs are 23 hours apart when summer time begins, and start some minutes early or late."""


@dataclass(frozen=True, slots=True)
class RejectedRecord:
    """Which stored event a record could be. `uid` in its stored form; "" and None: not readable. `many`: it stands for
    any number of events."""

    uid: str = ""
    title: str = ""
    day: date | None = None
    many: bool = False

    @property
    def named(self) -> bool:
        """Whether it says which event it could be."""
        return bool(self.uid or self.title or self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnd:
    """What the crawl knows of itself when it ends.

    finish_reason  Scrapy's; anything but `finished` is a crawl that was stopped.
    now            the time that the crawl took as the present; None: when the run started.
    essential_errors  errors of pages without which the harvest is incomplete, as text.
    covered_from, covered_until   the harvest claims to be complete for occurrences that start in this span (the end
                   exclusive, None unbounded); covered_from None: it claims nothing, so one run withdraws nothing.
    listing_read   a harvest that claims nothing read its listing to the end, see `storage.runs.listings`.
    covers_running the harvest is also complete for what began before the span and has not ended.
    rejected       how many records could not be read or were not valid.
    rejected_records  what is known of them. A record that is not among them could be any event.
    doubtful_records  events that may have more showings than could be read.
    asked_feeds    the addresses of the feeds that were asked.
    skipped_feeds  those of feeds that were not due: their events count as seen.
    asked_pages    ids of missing events whose own pages were asked; `gone_pages`: those that answered 404 or 410.
    left_out_because  how many events the source's rules left out, by reason.
    says_empty     a page said that nothing is on.
    misfit         how the site's pages no longer fit the source's recipe; then no event was stored. "": they do.
    replays        it read the answers of earlier runs. `outdated`: the source may have changed since, so what it lacks
                   says nothing.
    quarantine     why events of it were not stored; None: all were.
    listed         how many events the site says that it lists, None if it doesn't say.
    listing_asked  the site's listing page was asked, to compare its titles. `listing_titles`: none if it wasn't read.
    certificate_until   when the site's certificate ends. `robots`: by host, a digest of its robots.txt.
    uids_change    whether events go by title, start, and place instead of their UIDs; None: the spider cannot do so.
    """

    finish_reason: str
    pages: int
    rejected: int
    errors: Sequence[dict[str, Any]]
    essential_errors: Sequence[str]
    now: datetime | None = None
    covered_from: datetime | None = None
    covered_until: datetime | None = None
    covers_running: bool = False
    listing_read: bool = False
    harvests_feeds: bool = False
    rejected_records: Sequence[RejectedRecord] = ()
    doubtful_records: Sequence[RejectedRecord] = ()
    asked_feeds: Sequence[str] = ()
    skipped_feeds: Sequence[str] = ()
    asked_pages: Collection[int] = ()
    gone_pages: Collection[int] = ()
    left_out_because: Mapping[str, int] = field(default_factory=dict)
    says_empty: bool = False
    uids_change: bool | None = None
    misfit: str = ""
    quarantine: Quarantine | None = None
    listed: int | None = None
    listing_asked: bool = False
    listing_titles: Collection[str] = ()
    certificate_until: datetime | None = None
    robots: Mapping[str, str] = field(default_factory=dict)
    replays: bool = False
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A run's status and, unless it is ok, why."""

    status: RunStatus
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """An earlier run of the same source and spider, or the present one; see the table `runs`. `seen` includes what the
    source's rules left out: it says how much the site published, so that a new rule does not look like a loss."""

    id: str
    status: RunStatus
    seen: int
    started_at: datetime
    as_of: datetime | None = None
    complete: bool = False
    new_usual: bool = False
    covered_from: datetime | None = None
    covered_until: datetime | None = None
    accepted: bool = False
    short: Collection[int] = ()
    held: Collection[int] = ()
    nameless: int = 0

    def proves_missing(self, event_id: int) -> bool:
        """Of a run that missed the event: whether it should have seen it."""
        return self.covered_from is not None or event_id in self.held

    def days_after(self, earlier: PastRun) -> bool:
        """Whether it is at least a day later, by the database's clock or by the time that the crawls took as now."""
        if self.started_at - earlier.started_at >= A_DAY:
            return True
        return self.as_of is not None and earlier.as_of is not None and self.as_of - earlier.as_of >= A_DAY


@dataclass(frozen=True, slots=True)
class ShortEvent:
    """An event that the run saw with fewer showings than it should have. `drained`: showings that other runs of the
    last day withdrew."""

    event_id: int
    title: str
    due: int
    missing: int
    drained: int = 0

    @property
    def large(self) -> bool:
        return _is_large(self.missing + self.drained, self.due + self.drained)


def _is_large(missing: int, due: int) -> bool:
    return missing >= LARGE_COUNT and missing > due * LARGE_SHARE


@dataclass(frozen=True, slots=True)
class Losses:
    """due: events that the run should have seen. doubted: those it did not see and nothing else confirms as gone.
    confirmed: those that agreeing runs or their own pages confirm as gone. drained: those that other runs of the last
    day withdrew, each a few. short: events that lose many of their showings at once, not confirmed by agreeing
    runs."""

    due: int = 0
    doubted: int = 0
    confirmed: int = 0
    drained: int = 0
    short: tuple[ShortEvent, ...] = ()

    @property
    def large(self) -> bool:
        return self.doubted > 0 and _is_large(self.doubted + self.drained, self.due - self.confirmed + self.drained)


@dataclass(frozen=True, slots=True)
class Usual:
    """What earlier good runs saw (the median, None without any), and which runs they are."""

    seen: float | None
    run_ids: tuple[str, ...]

    def is_low(self, seen: int) -> bool:
        return self.seen is not None and seen * 2 < self.seen


def unfinished(end: RunEnd, *, seen: int) -> Verdict | None:
    """Why the harvest is not complete; None: it is."""
    if end.finish_reason in ("shutdown", "cancelled", "deadline", "superseded"):
        return Verdict(RunStatus.CANCELLED, f"stopped before its end: {end.finish_reason}")
    if end.quarantine is not None:
        return Verdict(RunStatus.SUSPECT, end.quarantine.reason)
    if end.misfit:
        return Verdict(RunStatus.SUSPECT, end.misfit)
    errors = end.essential_errors
    unread = f"{errors[0]}{f' (and {len(errors) - 1} more)' if len(errors) > 1 else ''}" if errors else ""
    if seen == 0 and end.pages == 0 and not end.skipped_feeds:
        return Verdict(RunStatus.FAILED, unread or "no page was asked for")
    if unread or end.finish_reason != "finished":
        status = RunStatus.SUSPECT if seen else RunStatus.FAILED
        return Verdict(status, unread or f"the crawl ended with {end.finish_reason}")
    return None


def usual(earlier: Sequence[PastRun]) -> Usual:
    """What the last good runs saw, since a lower yield was last believed. `earlier`: the newest first."""
    good: list[PastRun] = []
    for run in earlier:
        if run.status is RunStatus.OK and len(good) < HISTORY:
            good.append(run)
        if run.new_usual:
            break
    return Usual(median(run.seen for run in good) if good else None, tuple(run.id for run in good))


def floor_in_force(floor: int, earlier: Sequence[PastRun]) -> int:
    """The source's floor. Once an editor has accepted a run below it, what that run saw, until a run reaches the floor
    again. `earlier`: the newest first."""
    for run in earlier:
        if run.complete and run.seen >= floor:
            return floor
        if run.accepted:
            return run.seen
    return floor


def agreement(run: PastRun, earlier: Iterable[PastRun]) -> tuple[str, ...]:
    """The ids of the runs, each a day before the one after it, that agree with this one; empty if they are too few.

    earlier  those that saw the same, the newest first.
    """
    agreeing: list[PastRun] = []
    for one in earlier:
        if (agreeing[-1] if agreeing else run).days_after(one):
            agreeing.append(one)
        if len(agreeing) == AGREEING_RUNS:
            return tuple(one.id for one in agreeing)
    return ()


def new_nameless(nameless: int, missed_by: Collection[str], earlier: Iterable[PastRun]) -> int:
    """How many of a run's records that say nothing could be a missing event: those that were not there, too, when
    complete runs last saw it.

    missed_by  the ids of the complete runs that missed it before. earlier: the newest first.
    """
    saw_it = (one.nameless for one in earlier if one.complete and one.id not in missed_by)
    return max(0, nameless - max(islice(saw_it, HISTORY), default=0))


def low_too(run: PastRun, earlier: Sequence[PastRun], usual: Usual) -> Iterable[PastRun]:
    """The complete runs before this one that saw less than half of the usual too, back to the first that did not. Runs
    that failed say nothing."""
    comparable = (one for one in earlier if one.complete and (one.covered_from is None) == (run.covered_from is None))
    return takewhile(lambda one: usual.is_low(one.seen), comparable)


def doubt(end: RunEnd, *, seen: int, floor: int, usual: Usual, low_agreed: bool, losses: Losses) -> str | None:
    """Why a complete harvest is not believed; None: it is.

    low_agreed  two more complete runs saw less than half of the usual, too.
    """
    if seen < floor:
        return f"saw {seen} where at least {floor} are due (the source's floor)"
    if seen == 0 and usual.seen is None and not end.says_empty:
        return "the first harvest brought nothing, and no page says that nothing is on"
    explained = losses.confirmed > 0 and losses.doubted == 0
    if usual.is_low(seen) and not low_agreed and not explained:
        return f"saw {seen}, less than half of the usual {usual.seen:g}"
    if losses.large:
        said = f"{losses.doubted} of {losses.due} events are missing at once"
        return f"{said}; none was withdrawn" if not losses.confirmed else f"{said} besides {losses.confirmed} withdrawn"
    if losses.short:
        first, *more = losses.short
        others = f" (and those of {len(more)} more events)" if more else ""
        return f"{first.missing} of {first.due} showings of {first.title} are missing at once{others}"
    return None
