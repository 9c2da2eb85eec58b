"""Where disasters are played: a private Postgres and Redis, the sandbox, and lanes with their own databases."""

from __future__ import annotations

import itertools
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
import redis
from celery import Celery

from app.services.embedded.postgres import PostgresServer
from app.services.embedded.redis import RedisServer
from app.services.embedded.start import started
from celery_app import app
from sandbox.server import Sandbox
from storage.database import migrate
from tests.chaos.worker import Worker
from tests.plugins.services import hash_passwords_once

VISIBILITY_S = 15
"""The minimum that the settings allow, so that a killed worker's tasks come back soon."""
PATIENCE_S = 90.0
AT_LEISURE_S = 0.2
"""Between checks that each open a Postgres session, where no exact moment matters: every 10 ms, they took half a
processor from the workers."""
ROUTING = ("task_queues", "task_routes", "task_default_queue", "task_default_exchange", "task_default_routing_key")
FAST = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "256MB"}
"""Commits stay synchronous, as in production: Postgres is killed here and would otherwise lose confirmed commits. But
fsync is off, because it only protects against a crash of the machine, which is not played."""
SOURCES = {"vanwezel": 1, "mote": 2, "feeds": 3}
BIG_FEED = "/big.ics?events=1300"
"""Two batches of the storing pipeline."""

Answer = TypeVar("Answer")


def until(found: Callable[[], Answer], what: str, patience_s: float = PATIENCE_S, *, pause_s: float = 0.01) -> Answer:
    """The first true answer, checked every `pause_s`. Raises AssertionError if there is no such answer in time."""
    give_up = time.monotonic() + patience_s
    while not (answer := found()):
        if time.monotonic() > give_up:
            raise AssertionError(f"waited {patience_s:g} s for {what}")
        time.sleep(pause_s)
    return answer


class Stage:
    """The servers, which all lanes share. Each lane has its own database, Redis database number, and sandbox."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stack = ExitStack()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self.postgres = started(lambda port: PostgresServer(folder / "postgres", port, options=FAST))
        self._stack.callback(self._stop_postgres)
        hash_passwords_once(self.postgres)
        self.redis = started(lambda port: RedisServer(folder / "redis", port, options={"databases": "1000"}))
        self._stack.callback(self._stop_redis)
        self.sandbox = self._stack.enter_context(Sandbox())
        self.sql("postgres", "CREATE DATABASE migrated")
        migrate.upgrade(self.postgres.url_of("migrated"))

    def close(self) -> None:
        self._stack.close()

    def _stop_postgres(self) -> None:
        self.postgres.stop()

    def _stop_redis(self) -> None:
        self.redis.stop()

    def sql(self, database: str, statement: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(self.postgres.url_of(database), connect_timeout=10)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters)
                return list(cursor.fetchall()) if cursor.description else []

    @contextmanager
    def lane(self, template: str = "migrated") -> Iterator[Lane]:
        """A lane on a copy of the database `template`."""
        with self._lock:
            number = next(self._numbers)
            name = f"lane{number}"
            self.sql("postgres", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        folder = self.folder / name
        folder.mkdir()
        lane = Lane(self, name, number, folder)
        try:
            yield lane
        except AssertionError as error:
            error.add_note(lane.evidence())
            raise
        finally:
            lane.close()

    def kill_redis(self) -> None:
        """kill -9, without a restart."""
        with redis.Redis.from_url(self.redis.url) as client:
            pid = int(client.info("server")["process_id"])
        os.kill(pid, signal.SIGKILL)
        self.redis.stop()

    def start_redis(self, *, wiped: bool = False) -> None:
        if wiped:
            for file in (self.folder / "redis" / "appendonlydir").iterdir():
                file.unlink()
        self.redis.start()

    def kill_postgres(self) -> None:
        """kill -9 of the server's main process; its sessions' processes exit when they notice."""
        pid = int((self.folder / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        self.postgres.stop()

    def start_postgres(self) -> None:
        self.postgres.start()


@dataclass
class Lane:
    """One play: a database, a broker, workers, and a client that only knows the broker."""

    stage: Stage
    name: str
    number: int
    folder: Path
    workers: list[Worker] = field(default_factory=list)
    _client: Celery | None = None

    @property
    def database_url(self) -> str:
        return self.stage.postgres.url_of(self.name)

    @property
    def redis_url(self) -> str:
        return self.stage.redis.url_of(self.number)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "VISIBILITY_TIMEOUT_S": str(VISIBILITY_S),
            "CONTACT_URL": self.agent,
            "DATA_DIR": str(self.folder),
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def client(self) -> Celery:
        if self._client is None:
            self._client = Celery(self.name, broker=self.redis_url, set_as_current=False)
            self._client.conf.update({name: app.conf[name] for name in ROUTING})
        return self._client

    def worker(self, application: str = "celery_app", *options: str, **environment: str) -> Worker:
        """A new worker, ready."""
        worker = Worker(
            f"{self.name}-{len(self.workers) + 1}",
            self.folder,
            {**self.environment, **environment},
            application,
            options,
        )
        self.workers.append(worker)
        worker.wait_until_ready()
        return worker

    def send(self, task: str, *arguments: object, **named: object) -> str:
        """The task's id."""
        return str(self.client.send_task(f"app.tasks.{task}", args=arguments, kwargs=named).id)

    def result(self, task_id: str) -> dict[str, Any]:
        """The task's final state: `status`, `result`. Reads it with plain GETs, because Celery's own client would hold
        a subscription and complain about each disaster."""
        with self.broker() as broker:
            return until(lambda: self._ended_state(broker, task_id), f"the result of {task_id}")

    def _ended_state(self, broker: redis.Redis, task_id: str) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(str(broker.get(f"celery-task-meta-{task_id}") or "{}"))
        return state if state.get("status") in ("SUCCESS", "FAILURE", "REVOKED") else {}

    def sql(self, statement: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        return self.stage.sql(self.name, statement, parameters)

    def one(self, statement: str, parameters: Sequence[object] | None = None) -> Any:
        """The first value of the first row, or None."""
        rows = self.sql(statement, parameters)
        return rows[0][0] if rows else None

    def broker(self) -> redis.Redis:
        return redis.Redis.from_url(self.redis_url, decode_responses=True)

    def run(self, run_id: str) -> dict[str, Any] | None:
        """The run's row."""
        return self.one("SELECT to_jsonb(r) FROM runs r WHERE id = %s", [run_id])

    def run_of(self, source_id: int) -> str | None:
        """The id of the run that is crawling the source."""
        return self.one("SELECT id FROM runs WHERE source_id = %s AND status = 'running'", [source_id])

    def ended(self, run_id: str) -> dict[str, Any]:
        """Waits until the run and its task have succeeded; returns the run's row."""
        delivered = "SELECT 1 FROM deliveries WHERE task_id = %s"
        until(lambda: self._well(run_id), f"the end of run {run_id}", pause_s=AT_LEISURE_S)
        until(lambda: not self.sql(delivered, [run_id]), "the end of the task", pause_s=AT_LEISURE_S)
        run = self.run(run_id)
        assert run is not None
        return run

    def _well(self, run_id: str) -> bool:
        return (self.run(run_id) or {}).get("status") in ("ok", "suspect")

    def evidence(self) -> str:
        """What may explain a failure: the state of its tasks, and the workers' last warnings."""
        lines = [str(row) for table in ("runs", "deliveries") for row in self.sql(f"SELECT to_jsonb(t) FROM {table} t")]
        for worker in self.workers:
            said = [line for line in worker.said.splitlines() if "WARNING" in line or "ERROR" in line or "Task" in line]
            lines += [worker.log.name, *said[-12:]]
        return "\n".join(lines)

    def pages(self) -> int:
        """How many pages this lane's crawls have requested: a lane's requests carry its name. Counts a copy, because
        other lanes' requests arrive meanwhile."""
        asked = list(self.stage.sandbox.requests)
        return sum(1 for request in asked if self.agent in request.headers.get("user-agent", ""))

    @property
    def agent(self) -> str:
        return f"https://{self.name}.example"

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
        if self._client is not None:
            self._client.close()
