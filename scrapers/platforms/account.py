"""What one process knows about its part of a run: errors, rejected events, what it read completely."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from core.errors import BadRecord, Doubt, SourceError
from core.items import Venue
from core.visible_text import one_line
from storage.health.quarantine import Quarantine
from storage.runs.left_out import LeftOut


@dataclass(frozen=True, slots=True)
class Problem:
    """A named error of the crawl. `essential`: without that page the harvest is incomplete."""

    error: SourceError
    essential: bool

    def to_json(self) -> dict[str, Any]:
        """As it stands on the run. A skipped record says which event it could be: `uid`, `title`, `day`. So does a
        doubt about an event's times."""
        error = self.error
        identity = {}
        if isinstance(error, BadRecord) and (not isinstance(error, Doubt) or error.times_unread):
            day = None if error.day is None else error.day.isoformat()
            identity = {"uid": one_line(error.uid), "title": one_line(error.title), "day": day}
        return {
            "kind": error.kind,
            "url": one_line(error.url),
            "field": error.field,
            "found": error.found,
            "advice": error.advice,
            "essential": self.essential,
            "retryable": error.retryable,
            **identity,
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """The harvest is complete for occurrences that start in this span. Both aware; `until` is exclusive, None for no
    end. `running`: it is also complete for those that began before and have not ended. Many listings drop these."""

    since: datetime
    until: datetime | None
    running: bool = False


@runtime_checkable
class Stores(Protocol):
    """The pipeline step that gathers items before it writes them. `lost`: how many it could not write."""

    lost: int

    async def flush(self) -> None: ...


@dataclass(frozen=True, slots=True)
class OtherWorkers:
    """Counts of the other processes that share this run, or that died while working on it.

    problems          how many errors they met.
    errors            those errors, as `Problem.to_json` gives them; known only at the run's end.
    essential_errors  the text of the essential ones; known only at the run's end.
    continue_run      another process will write the run's end.
    """

    pages: int = 0
    rejected: int = 0
    problems: int = 0
    errors: Sequence[Mapping[str, Any]] = ()
    essential_errors: Sequence[str] = ()
    continue_run: bool = False


@dataclass
class SiteFacts:
    """What answers said about the site. `listed`: how many events it says that it lists. `listing_titles`: of the
    upcoming events on its listing page, if that was asked. `robots`: a digest for each host."""

    listed: int | None = None
    listing_asked: bool = False
    listing_titles: frozenset[str] = frozenset()
    certificate_until: datetime | None = None
    robots: dict[str, str] = field(default_factory=dict)


async def _write_none() -> None:
    """No answers are kept."""


class RunAccount:
    """Filled by the spider, the middlewares and the pipelines; read by the run reporter and the frontier.

    covered        None until the spider knows what its harvest is complete for.
    listing_read   a spider that covers nothing read its listing to the end.
    incomplete     events, by uid, whose detail page was not read: the store keeps the stored values of their empty
                   fields. Each with the venue to use if neither the page nor the database names one.
    asked_feeds    the feeds this run asks.
    skipped_feeds  feeds this run does not ask because they are not due: their events count as seen.
    says_empty     a page said in so many words that nothing is on.
    misfit         how the pages no longer fit the source's recipe; "": they do.
    quarantine     why events were not stored; None: they were.
    site           what answers said about the site.
    left_out_because   how many events the source's rules left out, by reason.
    asked_pages    ids of missing events whose own pages were asked; `gone_pages`: those that answered 404 or 410.
    seen_updates   how often this process recorded seen events in the database. The run's counts are worth
                   recomputing only when this grows.
    closed         this process wrote the run's end.
    write_answers  writes the answers so far, so that events can refer to them.
    """

    def __init__(self, source: str, logger: logging.LoggerAdapter[Any]) -> None:
        self.source = source
        self.logger = logger
        self.problems: list[Problem] = []
        self.rejected = 0
        self.covered: Coverage | None = None
        self.listing_read = False
        self.incomplete: dict[str, Venue | None] = {}
        self.asked_feeds: frozenset[str] = frozenset()
        self.skipped_feeds: frozenset[str] = frozenset()
        self.says_empty = False
        self.misfit = ""
        self.quarantine: Quarantine | None = None
        self.site = SiteFacts()
        self.asked_pages: set[int] = set()
        self.gone_pages: set[int] = set()
        self.left_out_because: Counter[str] = Counter()
        self._left_out_uids: set[str] = set()
        self._left_out: list[LeftOut] = []
        self._left_out_count = 0
        self.seen_updates = 0
        self.other_workers = OtherWorkers()
        self.closed = False
        self.write_answers: Callable[[], Awaitable[None]] = _write_none

    @property
    def fell_short(self) -> bool:
        """An essential page failed, the recipe no longer fits, or events were not stored."""
        return bool(self.misfit or self.quarantine or any(one.essential for one in self.problems))

    def note(self, error: SourceError, *, essential: bool) -> None:
        """Record a named error and log it."""
        error.source = error.source or self.source
        self.problems.append(Problem(error, essential))
        self.logger.log(logging.ERROR if essential else logging.WARNING, "%s", error)

    def reject(self, error: SourceError) -> None:
        """Record a skipped event. A Doubt is only noted: its event is stored."""
        self.rejected += not isinstance(error, Doubt)
        self.note(error, essential=False)

    def leave_out(self, event: LeftOut, reason: str) -> None:
        """Record an event, or dates of one, that the source's rules leave out."""
        self._left_out.append(event)
        if not event.occurrences and event.uid not in self._left_out_uids:
            self._left_out_uids.add(event.uid)
            self._left_out_count += 1
            self.left_out_because[reason] += 1

    def take_left_out(self) -> tuple[list[LeftOut], int]:
        """What was left out since the last call, and how many events."""
        taken = self._left_out, self._left_out_count
        self._left_out, self._left_out_count = [], 0
        return taken
