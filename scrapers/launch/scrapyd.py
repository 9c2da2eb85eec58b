"""Crawls at one of several scrapyd nodes."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from zlib import crc32

from core import scrapyd_nodes
from core.config import Settings
from core.scrapyd_nodes import Address
from scrapers.launch.order import CrawlOrder, DeadlineExceeded, LaunchFailure
from scrapers.launch.scrapyd_node import ALIVE, JobState, NodeAway, NodeSlow, ScrapydNode
from storage.database.engine import transaction
from storage.health.states import abandon_run
from storage.runs import ledger as runs
from storage.runs.ledger import Run, RunStatus
from storage.tasks import scrapyd_jobs
from storage.tasks.scrapyd_jobs import ScrapydJob

POLL_S = 1.0
GRACE_S = 30.0
SILENCE_S = 60.0
"""How long a node may be silent about a crawl that has not started: the node may be restarting, with its queue. After
the start, the run's lease shows whether the crawl is alive."""

logger = logging.getLogger(__name__)


class ScrapydLauncher:
    """scrapyd reports neither exit status nor counts, so this reads the run's row. A job that scrapyd calls finished
    while the row is open has crashed, and so has a job of an unreachable node whose run shows no sign of life. A crawl
    that outlives its scrapyd may continue. The next launch of the same order goes to a node that answers."""

    def __init__(self, addresses: Sequence[Address], project: str) -> None:
        self.addresses = addresses
        self.project = project

    @classmethod
    def from_settings(cls, settings: Settings) -> ScrapydLauncher:
        return cls(scrapyd_nodes.addresses(settings), settings.scrapyd_project)

    def crawl(self, order: CrawlOrder, check_in: Callable[[], None]) -> None:
        """See `Launcher.crawl`."""
        nodes = {address.url: ScrapydNode(address, self.project) for address in self.addresses}
        try:
            _Crawl(order, nodes, self.project).wait_for_end(check_in)
        finally:
            for node in nodes.values():
                node.close()


class _Crawl:
    """One order at these nodes. `attempt`: the attempt at the run that our job makes; later ones are other jobs'."""

    def __init__(self, order: CrawlOrder, nodes: dict[str, ScrapydNode], project: str) -> None:
        self.order, self.nodes, self.project = order, nodes, project
        self.attempt = 0
        self.heard_at = time.monotonic()

    def wait_for_end(self, check_in: Callable[[], None]) -> None:
        node = self._holder() or self._place()
        stop_at = time.monotonic() + self.order.deadline.total_seconds()
        self.heard_at = time.monotonic()
        while not self._ended(node):
            time.sleep(POLL_S)
            check_in()
            if time.monotonic() >= stop_at:
                self._cancel(node)
                raise DeadlineExceeded(
                    f"{self.order.spider} took longer than {self.order.deadline} and was canceled at scrapyd"
                )

    def _holder(self) -> ScrapydNode | None:
        """The node that already crawls this order. If a worker dies its task is delivered again, but the crawl may
        still be running."""
        with transaction() as connection:
            placed = scrapyd_jobs.find(connection, self.order.run_id)
            run = runs.read_run(connection, self.order.run_id)
        node = self.nodes.get(placed.node) if placed else None
        if node is None or not (self._state(node) in ALIVE or _lives(run)):
            return None
        started = run is not None and run.status is RunStatus.RUNNING
        self.attempt = (0 if run is None else run.attempt) + (not started)
        return node

    def _place(self) -> ScrapydNode:
        """Gives the order to the least busy node that takes it, and records it first so that every job is on record."""
        away: list[str] = []
        for node in self._by_load(away):
            with transaction() as connection:
                run = runs.read_run(connection, self.order.run_id)
                job = ScrapydJob(self.order.run_id, node.url, self.project, self.order.spider)
                scrapyd_jobs.place(connection, job)
            try:
                node.schedule(self.order)
            except NodeAway as error:
                away.append(str(error))
                continue
            self.attempt = (0 if run is None else run.attempt) + 1
            return node
        raise LaunchFailure("; ".join(away))

    def _by_load(self, away: list[str]) -> list[ScrapydNode]:
        """Equally busy nodes come in an order that differs by run, so that workers do not all choose the same one. A
        node that is slow to report its load comes last."""
        loads: list[tuple[float, int, ScrapydNode]] = []
        for node in self.nodes.values():
            place = crc32(f"{self.order.run_id} {node.url}".encode())
            try:
                loads.append((node.load(), place, node))
            except NodeSlow:
                loads.append((math.inf, place, node))
            except NodeAway as error:
                logger.warning("%s", error)
                away.append(str(error))
        return [node for _, _, node in sorted(loads, key=lambda one: one[:2])]

    def _ended(self, node: ScrapydNode) -> bool:
        """Whether the crawl has ended and closed its run. Raises LaunchFailure if it ended without closing it."""
        state = self._state(node)
        if state in ALIVE:
            self.heard_at = time.monotonic()
            return False
        with transaction() as connection:
            run = runs.read_run(connection, self.order.run_id)
            if run is not None and run.attempt >= self.attempt and run.status is not RunStatus.RUNNING:
                return True
            died = state is JobState.FINISHED and run is not None and run.attempt == self.attempt
            if died:
                reason = "scrapyd says the job has finished, but it never closed its run"
                abandon_run(connection, self.order.run_id, reason)
        if died:
            raise LaunchFailure(f"the crawl of {self.order.spider} died at scrapyd ({node.url}): see its log there")
        if state is JobState.FINISHED and not _lives(run):
            return True
        began = run is not None and run.attempt >= self.attempt
        if _lives(run) or (state is None and not began and time.monotonic() - self.heard_at < SILENCE_S):
            return False
        what = "does not answer" if state is None else "no longer knows the job"
        raise LaunchFailure(f"scrapyd at {node.url} {what}, and the crawl of {self.order.spider} shows no sign of life")

    def _state(self, node: ScrapydNode) -> JobState | None:
        """None while the node is down."""
        try:
            return node.state(self.order.run_id)
        except NodeAway as error:
            logger.warning("%s", error)
            return None

    def _cancel(self, node: ScrapydNode) -> None:
        """If the node is down, the crawl finds its run closed at its next heartbeat, and stops."""
        try:
            node.cancel(self.order.run_id)
            give_up = time.monotonic() + GRACE_S
            while node.state(self.order.run_id) is JobState.RUNNING and time.monotonic() < give_up:
                time.sleep(POLL_S)
            node.cancel(self.order.run_id, "KILL")
        except NodeAway as error:
            logger.warning("%s", error)
        with transaction() as connection:
            abandon_run(connection, self.order.run_id, "canceled at its deadline")


def _lives(run: Run | None) -> bool:
    return run is not None and run.lease_until is not None and run.lease_until > datetime.now(UTC)
