"""The embedded Postgres keeps its data and its password, and starts reliably."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from app.services import ports
from app.services.embedded.postgres import PostgresServer, identity, shared_buffers
from app.services.embedded.start import started
from app.services.embedded.unprivileged import Identity
from app.services.errors import PortTaken, StartFailed


def new(folder: Path, run_as: Identity | None = None) -> PostgresServer:
    return started(lambda port: PostgresServer(folder, port, run_as=run_as))


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def identities() -> list[Identity]:
    """Each way in which the current user may run Postgres."""
    return sorted({identity(), Identity.NOBODY}) if os.geteuid() == 0 else [identity()]


@pytest.mark.parametrize("run_as", identities())
def test_starts_below_a_private_folder_and_keeps_what_it_was_given(tmp_path: Path, run_as: Identity) -> None:
    folder = tmp_path / "a folder" / "postgres"
    server = new(folder, run_as)
    with closing(psycopg2.connect(server.url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 'Café Müller' AS title")
    server.stop()
    assert folder.stat().st_mode & 0o777 == 0o700
    again = new(folder, run_as)
    try:
        assert run(again.url, "SELECT title FROM kept") == [("Café Müller",)]
        assert run(again.url, "SHOW server_encoding") == [("UTF8",)]
        assert run(again.url, "SHOW timezone") == [("UTC",)]
        assert again.version().startswith("18")
    finally:
        again.stop()


@pytest.mark.skipif(len(identities()) < 2, reason="the present user can run Postgres in one way only")
def test_a_cluster_survives_a_change_of_identity(tmp_path: Path) -> None:
    for run_as in (*identities(), *identities()):
        server = new(tmp_path / "postgres", run_as)
        try:
            run(server.url, "CREATE TABLE IF NOT EXISTS kept (number serial)")
            run(server.url, "INSERT INTO kept DEFAULT VALUES")
            rows = run(server.url, "SELECT count(*) FROM kept")
        finally:
            server.stop()
    assert rows == [(4,)]


def test_nobody_enters_without_the_password(postgres_server: PostgresServer) -> None:
    address = f"postgresql://marquee@{ports.LOOPBACK}:{postgres_server.port}/marquee"
    with pytest.raises(psycopg2.OperationalError, match="no password supplied"):
        psycopg2.connect(address, passfile=os.devnull)
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(address, password="guess")
    assert (postgres_server.data_dir / "password").stat().st_mode & 0o777 == 0o600


def test_search_extensions_are_available(postgres_server: PostgresServer) -> None:
    wanted = "('pg_trgm', 'unaccent', 'btree_gist')"
    found = run(postgres_server.url, f"SELECT count(*) FROM pg_available_extensions WHERE name IN {wanted}")
    assert found == [(3,)]


def test_a_taken_port_has_its_own_error(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((ports.LOOPBACK, 0))
        other.listen()
        with pytest.raises(PortTaken, match="Address already in use"):
            PostgresServer(tmp_path / "postgres", other.getsockname()[1]).start()


def test_a_start_that_fails_quotes_the_log(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path / "postgres", ports.choose(), options={"shared_buffers": "a lot"})
    with pytest.raises(StartFailed, match='invalid value for parameter "shared_buffers": "a lot"'):
        server.start()
    assert server.process is None


def test_a_half_made_cluster_is_made_again(tmp_path: Path) -> None:
    draft = tmp_path / "postgres" / "cluster.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")
    server = new(tmp_path / "postgres")
    try:
        assert run(server.url, "SELECT 1") == [(1,)]
    finally:
        server.stop()
    assert not draft.exists()


def test_a_pid_file_with_a_reused_pid_does_not_stop_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    new(folder).stop()
    pid_file = folder / "cluster" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{folder / 'cluster'}\n1700000000\n5432\n\n127.0.0.1\n  0 0\nready\n")
    owner = (folder / "cluster").stat()
    os.chown(pid_file, owner.st_uid, owner.st_gid)
    server = new(folder)
    try:
        assert run(server.url, "SELECT 1") == [(1,)]
    finally:
        server.stop()


def test_committed_rows_survive_kill_9_of_every_process(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    server = new(folder)
    run(server.url, "CREATE TABLE kept (number int)")
    run(server.url, "INSERT INTO kept VALUES (7)")
    assert server.process is not None
    for stat in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if os.readlink(stat) == str(folder / "cluster"):
                os.kill(int(stat.parent.name), signal.SIGKILL)
        except OSError:
            continue
    assert server.process.wait(30)
    server.stop()
    again = new(folder)
    try:
        assert run(again.url, "SELECT number FROM kept") == [(7,)]
    finally:
        again.stop()


@pytest.mark.parametrize(("memory_mb", "shared"), [(16_000, "512MB"), (1_000, "250MB")])
def test_takes_a_quarter_of_a_small_machine(monkeypatch, memory_mb: int, shared: str) -> None:
    sizes = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": memory_mb * 256}
    monkeypatch.setattr(os, "sysconf", sizes.__getitem__)
    assert shared_buffers() == shared
