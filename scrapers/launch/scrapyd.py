"""Crawl at a scrapyd server, over its HTTP API."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx

from app.config import Settings
from app.storage import runs
from app.storage.engine import transaction
from scrapers.launch.order import CrawlOrder, DeadlineExceeded, LaunchFailure

PROJECT = "default"
"""scrapyd started beside scrapy.cfg serves its `[settings] default` under this name, without an egg."""
POLL_S = 1.0
GRACE_S = 30.0


class ScrapydLauncher:
    """scrapyd tells neither exit status nor counts, so the run's row is asked: a job that it calls finished while the
    row is open is a crash."""

    def __init__(self, url: str, auth: tuple[str, str] | None = None) -> None:
        self.url = url.rstrip("/")
        self.auth = auth

    @classmethod
    def from_settings(cls, settings: Settings) -> ScrapydLauncher:
        password = settings.scrapyd_password
        auth = (
            (settings.scrapyd_username, password.get_secret_value()) if settings.scrapyd_username and password else None
        )
        return cls(settings.scrapyd_url, auth)

    def crawl(self, order: CrawlOrder, tell: Callable[[], None]) -> None:
        """See `Launcher.crawl`."""
        if self._state(order.run_id) not in ("pending", "running"):
            self._schedule(order)
        stop_at = time.monotonic() + order.deadline.total_seconds()
        while self._state(order.run_id) in ("pending", "running"):
            time.sleep(POLL_S)
            tell()
            if time.monotonic() >= stop_at:
                self._cancel(order)
                raise DeadlineExceeded(f"{order.spider} took longer than {order.deadline}; it was cancelled at scrapyd")
        with transaction() as connection:
            run = runs.read_run(connection, order.run_id)
            if run is not None and run.status is runs.RunStatus.RUNNING:
                runs.abandon(connection, order.run_id, "scrapyd calls the job finished, but it never closed its run")
        if run is not None and run.status is runs.RunStatus.RUNNING:
            raise LaunchFailure(f"the crawl of {order.spider} died at scrapyd: see its log there")

    def _schedule(self, order: CrawlOrder) -> None:
        answer = self._call(
            "POST",
            "schedule.json",
            data={
                **order.arguments,
                "project": PROJECT,
                "spider": order.spider,
                "jobid": order.run_id,
                "source_id": str(order.source_id),
                "launched_by": "scrapyd",
            },
        )
        if answer.get("jobid") != order.run_id:
            raise LaunchFailure(f"scrapyd did not take the job: {answer}")

    def _state(self, run_id: str) -> str:
        answer = self._call("GET", "status.json", params={"project": PROJECT, "job": run_id})
        return str(answer.get("currstate") or "unknown")

    def _cancel(self, order: CrawlOrder) -> None:
        self._call("POST", "cancel.json", data={"project": PROJECT, "job": order.run_id})
        give_up = time.monotonic() + GRACE_S
        while self._state(order.run_id) == "running" and time.monotonic() < give_up:
            time.sleep(POLL_S)
        self._call("POST", "cancel.json", data={"project": PROJECT, "job": order.run_id, "signal": "KILL"})
        with transaction() as connection:
            runs.abandon(connection, order.run_id, "cancelled at its deadline")

    def _call(self, method: str, path: str, **arguments: Any) -> dict[str, Any]:
        try:
            response = httpx.request(
                method, f"{self.url}/{path}", auth=self.auth, timeout=10.0, trust_env=False, **arguments
            )
            response.raise_for_status()
            answer: dict[str, Any] = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise LaunchFailure(f"scrapyd at {self.url} does not answer: {error}") from error
        if answer.get("status") == "error":
            message = str(answer.get("message"))
            if "spider" in message and "not found" in message:
                raise KeyError(message)
            raise LaunchFailure(f"scrapyd refused: {message}")
        return answer
