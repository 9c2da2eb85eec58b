"""Write a database into one file, and make it again of such a file: as a whole, or not at all.

The file is a zip of `database.dump`, which is pg_dump's custom format, and `manifest.json`. Both come of one snapshot,
so crawls may go on meanwhile.
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

from psycopg2.extensions import make_dsn, parse_dsn
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError

from core.version import VERSION
from storage.database import migrate
from storage.database.engine import normalise

DUMP, MANIFEST = "database.dump", "manifest.json"
CHUNK = 256 * 1024
LOCK_TIMEOUT = "15s"
TOOL_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "HOME", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")

Tell = Callable[[int, int], None]
"""Called with how many bytes of how many are done; 0 where the whole is not known."""


class BackupFailed(RuntimeError):
    """The message says what was found, and what to do. The database is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds. `rows` by table; `made_at` ISO; `sha256` of the dump; `revision` of the schema."""

    marquee: str
    postgres: str
    revision: str
    made_at: str
    sha256: str
    rows: Mapping[str, int]


def save(database_url: str, file: Path, binaries: Path, tell: Tell = lambda done, whole: None) -> Manifest:
    """Write a backup, readable by its owner alone; `file` is replaced once the new one is whole. BackupFailed."""
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
                        digest = _dump(database_url, binaries / "pg_dump", snapshot, dump, lambda n: tell(n, size))
                    manifest = replace(manifest, sha256=digest)
                    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
                output.flush()
                os.fsync(output.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    return manifest


def inspect(file: Path) -> Manifest:
    """What a backup holds, after reading all of it: BackupFailed where it is damaged or none, or of a newer Marquee."""
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
        raise BackupFailed(f"{file} is no backup, or damaged: {error}") from error
    if digest.hexdigest() != manifest.sha256:
        raise BackupFailed(f"{file} is damaged: its content is not what was written")
    if not migrate.known(manifest.revision):
        raise BackupFailed(
            f"{file} was made by Marquee {manifest.marquee}, whose schema {manifest.revision} this one ({VERSION}) "
            "does not know: restore it with that version or a newer one"
        )
    return manifest


def occupied(database_url: str) -> str | None:
    """What a restore would replace, in words; None for a database without a row of ours."""
    with _connected(database_url) as connection:
        if "runs" in (rows := _rows(connection)):
            live = "SELECT count(*) FROM runs WHERE status = 'running' AND lease_until > now()"
            if crawls := connection.execute(text(live)).scalar_one():
                raise BackupFailed(f"{crawls} crawl(s) write to this database now: stop Marquee first")
    full = {table: count for table, count in rows.items() if count and table != "alembic_version"}
    return ", ".join(f"{count} {table}" for table, count in sorted(full.items())) or None


def restore(database_url: str, file: Path, binaries: Path, tell: Tell = lambda done, whole: None) -> Manifest:
    """Replace all that is in the database by the backup, in one transaction, and migrate it to this schema. What the
    database holds is not looked at: see `occupied`. BackupFailed."""
    manifest = inspect(file)
    with ZipFile(file) as archive, archive.open(DUMP) as dump:
        _replay(database_url, binaries, dump, lambda done: tell(done, archive.getinfo(DUMP).file_size))
    with _connected(database_url) as connection:
        found = _rows(connection)
    if found != dict(manifest.rows):
        raise BackupFailed(f"not every row came back: {sorted(set(found.items()) ^ set(manifest.rows.items()))}")
    migrate.upgrade(database_url)
    return manifest


def _dump(url: str, pg_dump: Path, snapshot: str, output: IO[bytes], tell: Callable[[int], None]) -> str:
    """SHA-256 of what was written."""
    digest, done = hashlib.sha256(), 0
    command = [str(pg_dump), "--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
    with tempfile.TemporaryFile() as said:
        with _tool([*command, f"--snapshot={snapshot}"], url, stdout=subprocess.PIPE, stderr=said) as process:
            assert process.stdout is not None
            while chunk := process.stdout.read(CHUNK):
                output.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                tell(done)
        _require(process, said)
    return digest.hexdigest()


def _replay(url: str, binaries: Path, dump: IO[bytes], tell: Callable[[int], None]) -> None:
    """dump → pg_restore → psql. COMMIT is only said when pg_restore has told all: a pipe that ends early rolls back."""
    script = [str(binaries / "pg_restore"), "--file=-", "--no-owner", "--no-privileges"]
    client = [str(binaries / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output", os.devnull]
    pipe = subprocess.PIPE
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as said:
        with (
            _tool(script, None, stdin=pipe, stdout=pipe, stderr=told) as reader,
            _tool(client, url, stdin=pipe, stderr=said) as writer,
        ):
            feeding = threading.Thread(target=_feed, args=(dump, reader, tell), daemon=True)
            feeding.start()
            assert reader.stdout is not None
            assert writer.stdin is not None
            with suppress(BrokenPipeError):  # psql has stopped at an error, which `_require` tells
                writer.stdin.write(_EMPTY)
                while chunk := reader.stdout.read(CHUNK):
                    writer.stdin.write(chunk)
                if reader.wait() == 0:
                    writer.stdin.write(b"\nCOMMIT;\n")
            with suppress(BrokenPipeError):
                writer.stdin.close()
            writer.wait()
            reader.kill()
            feeding.join()
        _require(writer, said)
        _require(reader, told)


_EMPTY = f"""BEGIN;
SET LOCAL lock_timeout = '{LOCK_TIMEOUT}';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
""".encode()


def _feed(dump: IO[bytes], reader: subprocess.Popen[bytes], tell: Callable[[int], None]) -> None:
    done = 0
    assert reader.stdin is not None
    with suppress(BrokenPipeError), reader.stdin:
        while chunk := dump.read(CHUNK):
            reader.stdin.write(chunk)
            done += len(chunk)
            tell(done)


@contextmanager
def _tool(command: list[str], url: str | None, **pipes: IO[bytes] | int) -> Iterator[subprocess.Popen[bytes]]:
    """One of Postgres' programs, killed when the block is left early. The password goes by its environment: anybody on
    the machine can read a command line."""
    environment = {name: os.environ[name] for name in TOOL_ENVIRONMENT if name in os.environ}
    if url is not None:
        dsn = parse_dsn(normalise(url).set(drivername="postgresql").render_as_string(hide_password=False))
        environment["PGPASSWORD"] = dsn.pop("password", "")
        command = [*command, "--dbname", make_dsn(**dsn, application_name="marquee-backup")]
    try:
        process = subprocess.Popen(command, env=environment, **pipes)  # type: ignore[call-overload]  # only pipes
    except OSError as error:
        raise BackupFailed(f"{command[0]} cannot be run: {error}") from error
    with process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _require(process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    if process.returncode:
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise BackupFailed(f"{Path(str(process.args[0])).name} failed: {lines[0]}")  # type: ignore[index]  # a list


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(normalise(url), isolation_level="REPEATABLE READ")
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
        raise BackupFailed("this database has no schema of Marquee's: nothing to back up") from error


def _rows(connection: Connection) -> dict[str, int]:
    tables = connection.execute(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    ).scalars()
    return {
        name: connection.execute(text(f'SELECT count(*) FROM public."{name}"')).scalar_one() for name in tables.all()
    }
