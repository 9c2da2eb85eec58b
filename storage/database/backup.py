"""Saves a database to one file and restores it from that file, completely or not at all.

The file is a zip of `database.dump` (pg_dump's custom format) and `manifest.json`. Both come from one snapshot, so
crawls can continue meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from psycopg2.extensions import make_dsn
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError

from core.database_url import parameters
from core.version import VERSION
from storage.database import migrate
from storage.database.engine import DIALECT

DUMP, MANIFEST = "database.dump", "manifest.json"
CHUNK = 256 * 1024
LOCK_TIMEOUT = "15s"
TOOL_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "HOME", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")

Report = Callable[[int, int], None]
"""Called with the number of bytes done and in total; 0 if the total is unknown."""


class BackupFailed(RuntimeError):
    """The message says what was found and what to do. The database is unchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Contents of a backup. `rows` by table; `made_at` ISO; `sha256` of the dump; `revision` of the schema."""

    marquee: str
    postgres: str
    revision: str
    made_at: str
    sha256: str
    rows: Mapping[str, int]


def save(database_url: str, file: Path, binaries: Path, report: Report = lambda done, whole: None) -> Manifest:
    """Writes a backup that only its owner can read. Replaces `file` after the new one is complete. Raises
    BackupFailed."""
    draft = file.with_name(f".{file.name}.part")
    with _snapshot(database_url) as (connection, snapshot):
        manifest = Manifest(
            marquee=VERSION,
            postgres=str(connection.execute(text("SHOW server_version")).scalar_one()),
            revision=_revision(connection),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            sha256="",
            rows=_rows(connection),
        )
        size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        draft.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as output:
                with ZipFile(output, "w", ZIP_STORED) as archive:
                    with archive.open(DUMP, "w", force_zip64=True) as dump:
                        digest = _dump(database_url, binaries / "pg_dump", snapshot, dump, lambda n: report(n, size))
                    manifest = replace(manifest, sha256=digest)
                    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
                output.flush()
                os.fsync(output.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    return manifest


def inspect(file: Path) -> Manifest:
    """Reads the whole backup. Raises BackupFailed if it is damaged, not a backup, or from a newer Marquee."""
    try:
        with ZipFile(file) as archive:
            manifest = Manifest(**json.loads(archive.read(MANIFEST)))
            digest = hashlib.sha256()
            with archive.open(DUMP) as dump:
                while chunk := dump.read(CHUNK):
                    digest.update(chunk)
    except FileNotFoundError as error:
        raise BackupFailed(f"there is no file {file}") from error
    except (BadZipFile, KeyError, TypeError, ValueError, OSError) as error:
        raise BackupFailed(f"{file} is not a backup, or is damaged: {error}") from error
    if digest.hexdigest() != manifest.sha256:
        raise BackupFailed(f"{file} is damaged: its contents have changed")
    if not migrate.known(manifest.revision):
        raise BackupFailed(
            f"{file} was made by Marquee {manifest.marquee}, whose schema {manifest.revision} this one ({VERSION}) "
            "does not know: restore it with that version or a newer one"
        )
    return manifest


def occupied(database_url: str) -> str | None:
    """What a restore would replace, in words; None if the database has no rows."""
    with _connected(database_url) as connection:
        if "runs" in (rows := _rows(connection)):
            live = "SELECT count(*) FROM runs WHERE status = 'running' AND lease_until > now()"
            if crawls := connection.execute(text(live)).scalar_one():
                raise BackupFailed(f"{crawls} crawl(s) write to this database now: stop Marquee first")
    full = {table: count for table, count in rows.items() if count and table not in _FILLED_AT_FIRST}
    return ", ".join(f"{count} {table}" for table, count in sorted(full.items())) or None


_FILLED_AT_FIRST = {"alembic_version", "categories", "category_rules"}
"""Tables that have rows in every database, from the migrations."""


def restore(database_url: str, file: Path, binaries: Path, report: Report = lambda done, whole: None) -> Manifest:
    """Replaces everything in the database with the backup, in one transaction, and migrates it to this schema. Does not
    check what the database contains: see `occupied`. Raises BackupFailed."""
    manifest = inspect(file)
    with ZipFile(file) as archive, archive.open(DUMP) as dump:
        _replay(database_url, binaries, dump, lambda done: report(done, archive.getinfo(DUMP).file_size))
    with _connected(database_url) as connection:
        found = _rows(connection)
    if found != dict(manifest.rows):
        raise BackupFailed(f"some rows were not restored: {sorted(set(found.items()) ^ set(manifest.rows.items()))}")
    migrate.upgrade(database_url)
    return manifest


def _dump(url: str, pg_dump: Path, snapshot: str, output: IO[bytes], report: Callable[[int], None]) -> str:
    """Returns the SHA-256 of what was written."""
    digest, done = hashlib.sha256(), 0
    command = [str(pg_dump), "--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
    with tempfile.TemporaryFile() as errors:
        with _tool([*command, f"--snapshot={snapshot}"], url, stdout=subprocess.PIPE, stderr=errors) as process:
            assert process.stdout is not None
            while chunk := process.stdout.read(CHUNK):
                output.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                report(done)
        _require(process, errors)
    return digest.hexdigest()


def _replay(url: str, binaries: Path, dump: IO[bytes], report: Callable[[int], None]) -> None:
    """dump → pg_restore → psql. Sends COMMIT only after pg_restore succeeds: a pipe that ends early rolls back."""
    script = [str(binaries / "pg_restore"), "--file=-", "--no-owner", "--no-privileges"]
    client = [str(binaries / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output", os.devnull]
    pipe = subprocess.PIPE
    ended: int | None = None
    with tempfile.TemporaryFile() as script_errors, tempfile.TemporaryFile() as errors:
        with (
            _tool(script, None, stdin=pipe, stdout=pipe, stderr=script_errors) as reader,
            _tool(client, url, stdin=pipe, stderr=errors) as writer,
        ):
            feeding = threading.Thread(target=_feed, args=(dump, reader, report), daemon=True)
            feeding.start()
            assert reader.stdout is not None
            assert writer.stdin is not None
            with suppress(BrokenPipeError):  # psql stopped at an error, which `_require` reports
                writer.stdin.write(_EMPTY)
                while chunk := reader.stdout.read(CHUNK):
                    writer.stdin.write(chunk)
                ended = reader.wait()
                if ended == 0:
                    writer.stdin.write(b"\nCOMMIT;\n")
            with suppress(BrokenPipeError):
                writer.stdin.close()
            writer.wait()
            reader.kill()
            feeding.join()
        if ended:  # psql failed, too, if the script ended in the middle of a statement
            _require(reader, script_errors)
        _require(writer, errors)
        _require(reader, script_errors)


_EMPTY = f"""BEGIN;
SET LOCAL lock_timeout = '{LOCK_TIMEOUT}';
SET LOCAL client_min_messages = 'warning';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
""".encode()


def _feed(dump: IO[bytes], reader: subprocess.Popen[bytes], report: Callable[[int], None]) -> None:
    done = 0
    assert reader.stdin is not None
    with suppress(BrokenPipeError), reader.stdin:
        while chunk := dump.read(CHUNK):
            reader.stdin.write(chunk)
            done += len(chunk)
            report(done)


@contextmanager
def _tool(command: list[str], url: str | None, **pipes: IO[bytes] | int) -> Iterator[subprocess.Popen[bytes]]:
    """Runs one of Postgres' programs, and kills it if the block ends early. The password is in its environment: anybody
    on the machine can read a command line."""
    environment = {name: os.environ[name] for name in TOOL_ENVIRONMENT if name in os.environ}
    if url is not None:
        dsn = parameters(url)
        environment["PGPASSWORD"] = dsn.pop("password", "")
        command = [*command, "--dbname", make_dsn(**dsn, application_name="marquee-backup")]
    try:
        process = subprocess.Popen(command, env=environment, **pipes)  # type: ignore[call-overload]  # only pipes
    except OSError as error:
        raise BackupFailed(f"cannot run {command[0]}: {error}") from error
    with process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _require(process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
    if process.returncode:
        errors.seek(0)
        lines = errors.read().decode(errors="replace").strip().splitlines() or ["no error message"]
        raise BackupFailed(f"{Path(str(process.args[0])).name} failed: {lines[0]}")  # type: ignore[index]  # a list


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(DIALECT, connect_args=parameters(url), isolation_level="REPEATABLE READ")
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _snapshot(url: str) -> Iterator[tuple[Connection, str]]:
    with _connected(url) as connection:
        yield connection, connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()


def _revision(connection: Connection) -> str:
    try:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    except ProgrammingError as error:
        raise BackupFailed("this database has no Marquee schema: there is nothing to back up") from error


def _rows(connection: Connection) -> dict[str, int]:
    tables = connection.execute(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    ).scalars()
    return {
        name: connection.execute(text(f'SELECT count(*) FROM public."{name}"')).scalar_one() for name in tables.all()
    }
