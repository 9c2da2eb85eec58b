"""What a launcher is asked to do, and how it can fail."""

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
    """The crawl could not be started, or died without closing its run. A retry may work."""


class DeadlineExceeded(RuntimeError):
    """The crawl was stopped because it took longer than its deadline."""


class Interrupted(RuntimeError):
    """Raised by `check_in` when the worker is stopping, so the crawl must stop at its next safe point."""


class Launcher(Protocol):
    """Runs a crawl to its end. The result is in the run's row."""

    def crawl(self, order: CrawlOrder, check_in: Callable[[], None]) -> None:
        """Returns when the crawl has ended. Calls `check_in` about once a second meanwhile; it may raise Interrupted,
        which is passed on once the crawl has stopped, or once another launch with the same id can find it.

        Raises ValueError for arguments that the spider refuses, KeyError for an unknown spider, LaunchFailure, or
        DeadlineExceeded after stopping the crawl.
        """
