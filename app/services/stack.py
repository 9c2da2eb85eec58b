"""Starts and stops everything that Marquee needs to run."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import psycopg2
from sqlalchemy.exc import OperationalError

from app.services import addresses, disk, ports, probes, record
from app.services.embedded import scrapyd_home
from app.services.embedded.folder import quoted
from app.services.embedded.postgres import PostgresServer
from app.services.embedded.process import ROOT
from app.services.embedded.redis import RedisServer
from app.services.embedded.start import started
from app.services.errors import ServiceError
from app.services.lock import Lock
from app.services.output import Sink
from app.services.parts import procfile as procfiles
from app.services.parts.keeper import Keeper
from app.services.parts.part import Child, Part, Server
from app.services.scrapyd_server.login import own_login
from core import scrapyd_nodes
from core.config import Settings
from core.database_url import place as postgres_place
from core.redis_url import place as redis_place

PROCFILE = ROOT / "Procfile"
GRACE_S = 20.0
"""How long children may take to stop: a worker finishes its tasks first, and a crawl its requests."""
PORTS = {"api": "API_PORT", "flower": "FLOWER_PORT", "scrapyd": "SCRAPYD_PORT"}
"""The children that listen, and the variables with their ports."""
WORKERS = ("worker", "crawler")
CALL_SCRAPYD = (*WORKERS, "api")
OWNER = "DATABASE_OWNER_URL"
"""Which no child needs, nor DATABASE_OWNER_URL_FILE."""


@dataclass(frozen=True)
class Ended:
    """A service that exited although nobody stopped it."""

    name: str
    status: int
    last_lines: Sequence[str]

    def __str__(self) -> str:
        return f"{self.name} exited with status {self.status}; its last lines:\n{quoted(self.last_lines)}"


class Stack:
    """Servers and Procfile children on one data folder.

    Starts Postgres and Redis unless the settings name others, migrates and seeds the database, then starts the
    children. `tend` starts what died meanwhile. `env` has the variables with which the children and other shells reach
    the services.
    """

    def __init__(
        self,
        data_dir: Path,
        settings: Settings,
        *,
        migrate: Callable[[str], None],
        seed: Callable[[str], None],
        sink: Sink,
        procfile: Path = PROCFILE,
        only: Collection[str] | None = None,
        extra_env: Mapping[str, str] | None = None,
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.env: dict[str, str] = {}
        self.embedded: tuple[str, ...] = ()
        self._settings, self._migrate, self._seed, self._sink = settings, migrate, seed, sink
        self._extra_env = dict(extra_env or {})
        self._cwd = procfile.resolve().parent
        lines = procfiles.parse(procfile.read_text())
        self.commands = {name: line for name, line in lines.items() if only is None or name in only}
        self._lock = Lock(self.data_dir)
        self._postgres: PostgresServer | None = None
        self._redis: RedisServer | None = None
        self._children: dict[str, Child] = {}
        self._claims = ports.Claims()
        self._left_down: dict[str, str] = {}
        self._keeper = self._watch_over(())
        self._hurry = threading.Event()
        self.stopping = False

    def __enter__(self) -> Stack:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Returns once the children run; some may not answer yet. If it raises, it leaves nothing running. Raises
        ServiceError with one sentence if the folder or the database cannot be written."""
        try:
            self._require_disk()
            self._lock.acquire()
            self.env = self._start_servers() | self._choose_ports() | self._extra_env
            record.write(self.data_dir, self.embedded, self.env)
            self._migrate(self.env["DATABASE_URL"])
            self._seed(self.env["DATABASE_URL"])
            scrapyd_home.write(self.data_dir / "scrapyd", uploads=self._settings.scrapyd_uploads)
            for name, line in self.commands.items():
                self._children[name] = self._child(name, line)
                self._children[name].start()
            self._keeper = self._watch_over([*self._servers(), *self._children.values()])
        except (OSError, OperationalError, psycopg2.OperationalError) as error:  # a disk may fill up only now
            reason = disk.trouble(self.data_dir) or f"Marquee can't start: {str(error).strip().splitlines()[0]}"
            self.stop()
            raise ServiceError(reason) from error
        except BaseException:
            self.stop()
            raise

    def tend(self) -> None:
        """Starts the parts that died, as the keeper describes. Call it a few times a second."""
        self._keeper.tend()

    def stop(self, grace_s: float = GRACE_S) -> None:
        """Stops all children at once, each with its own signal, then the servers. `hasten` cuts the wait short."""
        self.stopping = True
        for child in self._children.values():
            child.ask_to_stop()
        deadline = time.monotonic() + grace_s
        while self._running_children() and time.monotonic() < deadline and not self._hurry.is_set():
            time.sleep(0.05)
        for name in self._running_children():
            self._sink("marquee", f"{name} did not stop in time: killed")
        for child in self._children.values():
            child.finish()
        for server in (self._redis, self._postgres):
            if server is not None:
                server.stop()
        self._children, self._redis, self._postgres = {}, None, None
        self._claims.release()
        if self._lock.held:
            record.remove(self.data_dir)
        self._lock.release()

    def hasten(self) -> None:
        """Stops waiting for slow children. For signal handlers and other threads."""
        self._hurry.set()

    def ended(self) -> Ended | None:
        """The first service found to have exited, if any."""
        for part in (*self._children.values(), *self._servers()):
            status = part.status()
            if status is not None:
                return Ended(part.name, status, part.last_lines())
        return None

    def answers(self) -> bool:
        """Whether those of the API, Flower, and scrapyd that are among the children answer."""
        try:
            if "api" in self._children:
                probes.api(probes.local(self.env["API_PORT"]))
            if "flower" in self._children:
                probes.flower(probes.local(self.env["FLOWER_PORT"]))
            if "scrapyd" in self._children:
                port = self.env["SCRAPYD_PORT"]
                probes.scrapyd(f"http://{ports.LOOPBACK}:{port}", self._scrapyd_login())
        except probes.Unreachable:
            return False
        return True

    def wait_until_ready(self, timeout_s: float = 60.0) -> None:
        """Raises ServiceError if a service exits first, or does not answer in time."""
        deadline = time.monotonic() + timeout_s
        while True:
            ended = self.ended()
            if ended is not None:
                raise ServiceError(str(ended))
            if self.answers():
                return
            if time.monotonic() >= deadline:
                raise ServiceError(f"The API, Flower, or scrapyd did not answer within {timeout_s:.0f} s")
            time.sleep(0.2)

    def _start_servers(self) -> dict[str, str]:
        """The addresses of Postgres and Redis, after starting those that the settings do not name."""
        held = (self._lock.descriptor,)
        database_url = addresses.given_database(self._settings, self.data_dir)
        redis_url = addresses.given_redis(self._settings, self.data_dir)
        if database_url is None:
            folder = self.data_dir / addresses.POSTGRES
            self._postgres = started(lambda port: PostgresServer(folder, port, held=held), ports.POSTGRES)
            self.embedded += ("postgres",)
        else:
            addresses.wait_for("DATABASE_URL", database_url, postgres_place(database_url), probes.postgres)
        if redis_url is None:
            folder = self.data_dir / addresses.REDIS
            self._redis = started(lambda port: RedisServer(folder, port, held=held), ports.REDIS)
            self.embedded += ("redis",)
        else:
            addresses.wait_for("REDIS_URL", redis_url, redis_place(redis_url), probes.redis_server)
        return {
            "DATABASE_URL": self._postgres.application_url if self._postgres else str(database_url),
            "REDIS_URL": self._redis.url if self._redis else str(redis_url),
        }

    def _servers(self) -> list[Part]:
        """The embedded ones."""
        both = (("postgres", self._postgres), ("redis", self._redis))
        return [Server(name, server) for name, server in both if server is not None]

    def _require_disk(self) -> None:
        """Raises ServiceError if the disk has no room."""
        own = addresses.given_database(self._settings, self.data_dir) is None
        fresh = own and not (self.data_dir / addresses.POSTGRES / "cluster").exists()
        trouble = disk.trouble(self.data_dir, disk.FIRST_START_BYTES if fresh else disk.FULL_BYTES)
        if trouble is not None:
            raise ServiceError(trouble)

    def _choose_ports(self) -> dict[str, str]:
        """The children's ports and scrapyd's login. Keeps an explicit SCRAPYD_URL: crawls then go to that scrapyd."""
        settings = self._settings
        preferred = {"api": settings.api_port, "flower": settings.flower_port, "scrapyd": settings.scrapyd_port}
        chosen = {variable: str(self._claims.choose(preferred[name])) for name, variable in PORTS.items()}
        chosen["DATA_DIR"] = str(self.data_dir)
        given = addresses.given_scrapyd(settings)
        if given is not None:
            return chosen | {"SCRAPYD_URL": given}
        username, password = self._scrapyd_login()
        own = _local(chosen["SCRAPYD_PORT"])
        return chosen | {"SCRAPYD_URL": own, "SCRAPYD_USERNAME": username, "SCRAPYD_PASSWORD": password}

    def _scrapyd_login(self) -> tuple[str, str]:
        """The login of the scrapyd among the children. Not in `env` if SCRAPYD_URL names others, which would get it."""
        return scrapyd_nodes.credentials(self._settings) or own_login(self.data_dir)

    def _child(self, name: str, line: str) -> Child:
        return Child(
            name,
            line,
            lambda: self._environment(name),
            cwd=self._cwd,
            held=(self._lock.descriptor,),
            sink=self._sink,
        )

    def _environment(self, name: str) -> dict[str, str]:
        """The child's, with another port if its own was taken."""
        if name in PORTS and not ports.is_free(int(self.env[PORTS[name]])):
            self._move(name)
        credentials = scrapyd_nodes.credentials(self._settings)
        secrets = {"SCRAPYD_USERNAME": credentials[0], "SCRAPYD_PASSWORD": credentials[1]} if credentials else {}
        inherited = {variable: value for variable, value in os.environ.items() if not variable.startswith(OWNER)}
        return {**inherited, **secrets, **self.env, "SCRAPYD_HOME": str(self.data_dir / "scrapyd")}

    def _move(self, name: str) -> None:
        """Gives the child another port. What calls scrapyd starts again when scrapyd moves."""
        before, after = self.env[PORTS[name]], str(self._claims.choose())
        self.env[PORTS[name]] = after
        self._sink("marquee", f"another program took port {before}: {name} moves to {_local(after)}/")
        if name == "scrapyd" and self.env["SCRAPYD_URL"] == _local(before):
            self.env["SCRAPYD_URL"] = _local(after)
            for caller in CALL_SCRAPYD:
                if caller in self._children:
                    self._children[caller].ask_to_stop()
                    self._keeper.will_end(caller)
        self._record()

    def _watch_over(self, parts: Sequence[Part]) -> Keeper:
        return Keeper(
            parts,
            say=lambda line: self._sink("marquee", line),
            trouble=lambda: disk.trouble(self.data_dir),
            left_down=self._leave_down,
        )

    def _leave_down(self, name: str, why: str) -> None:
        self._left_down[name] = why
        self._record()

    def _record(self) -> None:
        try:
            record.write(self.data_dir, self.embedded, self.env, self._left_down)
        except OSError as error:
            self._sink("marquee", f"couldn't update {self.data_dir / record.NAME}, which other shells read: {error}")

    def _running_children(self) -> list[str]:
        return [name for name, child in self._children.items() if child.runs()]


def _local(port: str) -> str:
    return f"http://{ports.LOOPBACK}:{port}"
