"""A whole `python -m app up` on a disk of its own, with a reader who asks for its page all the time."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg2

from app.services import addresses, ports, record
from core.config import Settings
from tests.chaos.before import MOVED_ON, harvest, seed, send
from tests.chaos.ledger import Rows, difference, rows
from tests.chaos.scenarios import Outcome
from tests.chaos.stage import VISIBILITY_S, Lane, Stage, until
from tests.chaos.worker import REPOSITORY, die_with_parent
from tests.services.conftest import fill

PARTS = {
    "postgres": "/bin/postgres",
    "redis": "valkey-server",
    "worker": "worker --queues=default",
    "crawler": "worker --queues=crawl",
    "beat": "celery_app beat",
    "api": "uvicorn",
    "flower": "celery_app flower",
    "scrapyd": "scrapyd --pidfile",
}
"""What `up` starts, and how to recognize it on a command line."""
DISK_MB = 600
ASK_EVERY_S = 0.1
PAUSED = """
INSERT INTO schedules (name, task, cron, kwargs, enabled, updated_by)
SELECT name, 'app.tasks.health_check', '0 0 1 1 *', '{}', false, 'chaos'
  FROM unnest(ARRAY['vanwezel-daily', 'mote-discovery-daily', 'ingest-all-daily', 'alerts-every-minute',
                    'planned-every-minute', 'letters-every-minute', 'prune-nightly']) AS name
"""
"""No play depends on the time of day."""


class Reader:
    """Asks for the page and for events, and records what did not answer. A 503 from the API is an answer."""

    def __init__(self, address: Callable[[], str]) -> None:
        self._address = address
        self._end = threading.Event()
        self.answers, self.silences = 0, list[str]()
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self._thread.start()

    def _ask(self) -> None:
        with httpx.Client(trust_env=False, timeout=30) as client:
            while not self._end.wait(ASK_EVERY_S):
                for path, good in (("/", (200,)), ("/api/events?limit=1", (200, 503))):
                    try:
                        status = client.get(self._address() + path).status_code
                    except httpx.TransportError as error:
                        self.silences.append(f"{path}: {error!r}")
                    else:
                        self.answers += 1
                        if status not in good:
                            self.silences.append(f"{path}: {status}")

    def leave(self) -> None:
        self._end.set()
        self._thread.join()


@dataclass
class Town(Lane):
    """A lane whose servers and worker are those of one `up`."""

    api_port: int = field(default_factory=ports.choose)
    process: subprocess.Popen[bytes] | None = None
    pages_before: int = 0
    """Requested by yesterday's harvest."""

    @property
    def data_dir(self) -> Path:
        return self.folder / "disk" / "data"

    @property
    def said(self) -> str:
        return (self.folder / "up.log").read_text(errors="replace")

    @property
    def database_url(self) -> str:
        return self._running().env["DATABASE_URL"]

    @property
    def redis_url(self) -> str:
        return self._running().env["REDIS_URL"]

    def sql(self, statement: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        """As the database's owner. Waits for Postgres while it is down."""
        owner = addresses.owner(Settings(_env_file=None), self.data_dir, self.database_url)

        def asked() -> list[list[tuple[Any, ...]]]:
            try:
                with closing(psycopg2.connect(owner, connect_timeout=10)) as connection:
                    connection.autocommit = True
                    with connection.cursor() as cursor:
                        cursor.execute(statement, parameters)
                        return [list(cursor.fetchall()) if cursor.description else []]
            except psycopg2.OperationalError:
                return []

        return until(asked, "Postgres")[0]

    def evidence(self) -> str:
        lines = [line for line in self.said.splitlines() if "marquee " in line or "ERROR" in line or "WARN" in line]
        return "\n".join([*self._rows_of_tasks(), *lines[-60:]])

    def _rows_of_tasks(self) -> list[str]:
        return [json.dumps(row, default=str)[:300] for row in self.sql("SELECT id, status, reason, attempt FROM runs")]

    def start(self) -> subprocess.Popen[bytes]:
        """Starts `up`, without waiting."""
        unset = {"DATABASE_URL", "REDIS_URL", "SCRAPYD_URL", "DATA_DIR", "FLOWER_PORT", "SCRAPYD_PORT"}
        environment = {name: value for name, value in os.environ.items() if name not in unset}
        environment |= {"CONTACT_URL": self.agent, "VISIBILITY_TIMEOUT_S": str(VISIBILITY_S)}
        with (self.folder / "up.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app", "up", "--data-dir", str(self.data_dir)],
                cwd=REPOSITORY,
                env=environment | {"API_PORT": str(self.api_port), "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
            )
        return self.process

    def start_and_wait(self) -> None:
        before = self.said.count("| ready") if (self.folder / "up.log").exists() else 0
        process = self.start()
        until(lambda: process.poll() is not None or self.said.count("| ready") > before, "up")
        assert process.poll() is None, self.said

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            assert self.process.wait(60) == 0, self.said
            self.process = None

    def address(self) -> str:
        return f"http://127.0.0.1:{self.api_port}"

    def crawls(self) -> None:
        """Waits until the crawl of the harvest in hand has requested five pages."""
        until(lambda: self.pages() >= self.pages_before + 5, "five pages")

    def kill(self, part: str) -> None:
        """kill -9 of the part's main process."""
        assert self.process is not None
        (reaper,) = [pid for pid in children(self.process.pid) if PARTS[part] in command_line(pid)]
        (command,) = children(reaper)[:1]
        os.kill(command, signal.SIGKILL)

    def _running(self) -> record.Running:
        running = record.read(self.data_dir)
        assert running is not None, self.said
        return running


TownDisaster = Callable[[Town, random.Random], None]


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return sorted(int(child) for task in tasks for child in task.read_text().split())


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


@contextmanager
def town(stage: Stage, folder: Path) -> Iterator[Town]:
    """A running `up` on a small disk in memory (which only root can mount) with a harvest of yesterday."""
    (folder / "disk").mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder / "disk")], check=True)
    made = Town(stage, "town", 0, folder)
    try:
        made.start_and_wait()
        made.sql(PAUSED)
        made.sql("TRUNCATE sources CASCADE")
        seed(made)
        harvest(made)
        made.sql(MOVED_ON)
        made.pages_before = made.pages()
        yield made
    except AssertionError as error:
        error.add_note(made.evidence())
        raise
    finally:
        made.close()
        made.stop()
        subprocess.run(["umount", "--lazy", str(folder / "disk")], check=True)


def play(stage: Stage, expected: Rows, disaster: TownDisaster, chance: random.Random, *, folder: Path) -> Outcome:
    """Sends the harvests, runs the disaster, waits for the end. The page must answer all the time."""
    with town(stage, folder) as played:
        reader = Reader(played.address)
        tasks = send(played)
        disaster(played, chance)
        began = time.monotonic()
        runs = [played.ended(task_id) for task_id in tasks]
        recovery = time.monotonic() - began
        assert [played.result(task_id)["status"] for task_id in tasks] == ["SUCCESS", "SUCCESS"]
        reader.leave()
        assert reader.answers
        if not getattr(disaster, "page_may_pause", False):
            assert reader.silences == []
        attempts = sum(run["attempt"] for run in runs)
        return Outcome(difference(expected, rows(played)), recovery, attempts, played.pages(), played.said)


def each_part_killed(town: Town, chance: random.Random) -> None:
    """In any order, all but the API, whose page cannot answer while it is dead."""
    town.crawls()
    for part in chance.sample(sorted(PARTS), len(PARTS)):
        if part != "api":
            _killed(town, part)


def api_killed(town: Town, chance: random.Random) -> None:
    town.crawls()
    _killed(town, "api")
    until(lambda: _page_answers(town), "the page")


api_killed.page_may_pause = True  # type: ignore[attr-defined]


def disk_full(town: Town, chance: random.Random) -> None:
    """For a while, during the crawls; then there is room again."""
    town.crawls()
    ballast = town.folder / "disk" / "ballast"
    fill(ballast)
    time.sleep(chance.uniform(10, 20))
    ballast.unlink()


def redis_full(town: Town, chance: random.Random) -> None:
    town.crawls()
    with town.broker() as broker:
        broker.config_set("maxmemory", "1")
        time.sleep(chance.uniform(10, 20))
        broker.config_set("maxmemory", "512mb")


def folder_read_only(town: Town, chance: random.Random) -> None:
    """`up` refuses to start on it, with one sentence; once it is writable, the crawls go on."""
    town.crawls()
    town.stop()
    disk = str(town.folder / "disk")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    before = len(town.said)
    assert town.start().wait(60) == 1
    assert town.said[before:].strip().endswith("is on a read-only disk: make it writable, or choose another --data-dir")
    assert len(town.said[before:].strip().splitlines()) == 1
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    town.start_and_wait()


folder_read_only.page_may_pause = True  # type: ignore[attr-defined]


def _killed(town: Town, part: str) -> None:
    before = town.said.count(f"{part} started again")
    town.kill(part)
    until(lambda: town.said.count(f"{part} started again") > before, f"{part} to start again")


def _page_answers(town: Town) -> bool:
    try:
        return httpx.get(town.address(), trust_env=False, timeout=30).is_success
    except httpx.TransportError:
        return False


DISASTERS: dict[str, TownDisaster] = {
    "up_each_part_killed": each_part_killed,
    "up_api_killed": api_killed,
    "up_disk_full": disk_full,
    "up_redis_full": redis_full,
    "up_folder_read_only": folder_read_only,
}
