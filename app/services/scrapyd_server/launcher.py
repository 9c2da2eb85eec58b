"""Starts scrapyd's jobs, and keeps its slots free of jobs that cannot start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapyd import launcher
from scrapyd.exceptions import DirectoryTraversalError
from twisted.logger import Logger

log = Logger()


class Launcher(launcher.Launcher):  # type: ignore[misc]  # scrapyd has no types
    """If a job cannot start, such as on a full disk, scrapyd 1.6 never uses its slot again. This launcher drops the
    job, and a task that waits for it sees that scrapyd no longer knows it."""

    def _spawn_process(self, message: Mapping[str, Any], slot: int) -> None:
        job = message.get("_job")
        try:
            super()._spawn_process(message, slot)
        except (OSError, ValueError, TypeError, DirectoryTraversalError) as problem:
            log.error("Job {job} could not start and was dropped: {problem}", job=job, problem=problem)
            self._get_message(slot)
