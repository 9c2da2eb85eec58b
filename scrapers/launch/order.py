"""What a launcher is asked for, and how it can fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOrder:
    """One crawl. `run_id` is the Celery task's id, scrapyd's jobid and `runs.id`; arguments are text."""

    run_id: str
    spider: str
    source_id: int
    arguments: Mapping[str, str] = field(default_factory=dict)
    deadline: timedelta = timedelta(minutes=30)


class LaunchFailure(RuntimeError):
    """The crawl could not be started, or died without closing its run. Worth another try."""


class DeadlineExceeded(RuntimeError):
    """The crawl was stopped because it took longer than its deadline."""


class Interrupted(RuntimeError):
    """Raised by `tell` when the crawl must end now, because its worker does: it stops at a safe point."""


class Launcher(Protocol):
    """Runs a crawl to its end. What it harvested is on the run's row: the row is the truth, not the return."""

    def crawl(self, order: CrawlOrder, tell: Callable[[], None]) -> None:
        """Return when the crawl has ended. `tell` is called about once a second meanwhile, and may raise Interrupted,
        which is passed on once the crawl has stopped, or is where another launch with the same id finds it again.

        Raises ValueError for arguments that the spider refuses, KeyError for an unknown spider, LaunchFailure, or
        DeadlineExceeded after it has stopped the crawl.
        """
