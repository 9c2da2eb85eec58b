"""A restore brings back every row or changes nothing, and says what is wrong with a bad backup."""

from __future__ import annotations

import json
import stat
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from app.services.embedded.postgres import binaries
from storage.access import accounts, credentials, keys
from storage.access.accounts import Scope
from storage.database import backup, migrate
from storage.database.backup import BackupFailed
from storage.database.engine import connected
from storage.runs import ledger as runs
from storage.sources import records as sources
from storage.sources.records import SourceSeed
from storage.tasks import schedules
from tests.crawl.running import VANWEZEL

PASSWORD = "correct horse battery staple"
SOURCE = SourceSeed(id=1, name="hall", title="The Hall", base_url="https://hall.example", timezone="America/New_York")


def everything(url):
    """All rows of all tables, as text."""
    with connected(url) as connection:
        tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
        return {
            table: sorted(connection.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t")).scalars())
            for table in tables
        }


def wipe(url):
    with connected(url) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))


def people(url):
    """Adds an account, a key, and a schedule; returns the key."""
    key = credentials.new_key()
    with connected(url) as connection:
        hashed = credentials.hash_password(PASSWORD)
        assert accounts.add_account(connection, name="editor", password_hash=hashed, scope=Scope.EDIT)
        keys.add_key(
            connection,
            label="a program",
            prefix=credentials.prefix(key),
            digest=credentials.digest(key),
            scope=Scope.READ,
            created_by="editor",
        )
        schedules.set_schedule(
            connection,
            name="hourly",
            task="app.tasks.health_check",
            cron="0 * * * *",
            kwargs={},
            enabled=True,
            updated_by="editor",
        )
    return key


@pytest.fixture
def seeded(service_environment, database_url, tmp_path):
    with connected(database_url) as connection:
        sources.seed(connection, [SOURCE])
    return database_url


@pytest.fixture
def file(tmp_path):
    return tmp_path / "marquee.backup"


def test_harvest_backup_wipe_restore(crawls, marquee, database_url, file):
    run = crawls(VANWEZEL)
    key = people(database_url)
    before = everything(database_url)
    assert len(before["events"]) == run.seen > 0
    made = marquee("backup", str(file))
    assert (made.exit_code, f"{run.seen} events" in made.output) == (0, True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    content = file.read_bytes()
    assert PASSWORD.encode() not in content
    assert key.encode() not in content
    wipe(database_url)
    restored = marquee("restore", str(file))
    assert restored.exit_code == 0, restored.output
    assert everything(database_url) == before
    with connected(database_url) as connection:
        assert credentials.check_password(accounts.read_login(connection, "editor").password_hash, PASSWORD)
        assert [schedule.name for schedule in schedules.list_schedules(connection)] == ["hourly"]
    again = crawls(VANWEZEL)
    assert (again.unchanged, again.new, again.changed) == (run.seen, 0, 0)


def test_full_database_is_refused(seeded, marquee, file):
    backup.save(seeded, file, binaries())
    with connected(seeded) as connection:
        connection.execute(text("UPDATE sources SET title = 'later'"))
    refused = marquee("restore", str(file))
    assert (refused.exit_code, "1 sources; --force" in refused.output) == (1, True)
    assert "later" in everything(seeded)["sources"][0]
    assert marquee("restore", str(file), "--force").exit_code == 0
    assert "The Hall" in everything(seeded)["sources"][0]


def test_database_in_use_is_refused(seeded, marquee, file):
    backup.save(seeded, file, binaries())
    with connected(seeded) as connection:
        runs.open_run(connection, run_id="live", source_id=1, spider="hall", launched_by="test")
    refused = marquee("restore", str(file), "--force")
    assert (refused.exit_code, "1 crawl(s) write to this database" in refused.output) == (1, True)


def test_older_schema_is_migrated(seeded, file):
    newest = set(everything(seeded))
    migrate.downgrade(seeded, "-1")
    made = backup.save(seeded, file, binaries())
    migrate.upgrade(seeded)
    assert backup.restore(seeded, file, binaries()).revision == made.revision
    assert not migrate.pending(seeded)
    assert set(everything(seeded)) == newest


def test_backup_of_a_newer_version_is_refused(seeded, marquee, file):
    backup.save(seeded, file, binaries())
    with ZipFile(file) as archive:
        manifest, dump = json.loads(archive.read("manifest.json")), archive.read("database.dump")
    with ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", json.dumps({**manifest, "revision": "9999", "marquee": "99.0"}))
        archive.writestr("database.dump", dump)
    refused = marquee("restore", str(file), "--force")
    assert (refused.exit_code, "made by Marquee 99.0" in refused.output) == (1, True)


@pytest.mark.parametrize("damage", ["cut", "changed", "text", "absent"])
def test_damaged_file(seeded, marquee, file, damage):
    backup.save(seeded, file, binaries())
    content = file.read_bytes()
    middle = len(content) // 2
    if damage == "cut":
        file.write_bytes(content[:middle])
    elif damage == "changed":
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    elif damage == "text":
        file.write_text("events")
    else:
        file.unlink()
    before = everything(seeded)
    refused = marquee("restore", str(file), "--force")
    assert (refused.exit_code, str(file) in refused.output) == (1, True)
    assert everything(seeded) == before


def test_what_fails_in_the_middle_changes_nothing(seeded, file, monkeypatch):
    """pg_restore is killed before psql gets a COMMIT."""
    backup.save(seeded, file, binaries())
    before = everything(seeded)
    tools = file.parent / "bin"
    tools.mkdir()
    for name in ("psql", "pg_dump"):
        (tools / name).symlink_to(binaries() / name)
    (tools / "pg_restore").write_text(f"#!/bin/sh\n'{binaries() / 'pg_restore'}' \"$@\" | head -n 400\nexit 137\n")
    (tools / "pg_restore").chmod(0o755)
    with pytest.raises(BackupFailed, match="pg_restore failed"):
        backup.restore(seeded, file, tools)
    assert everything(seeded) == before


def test_no_database(marquee, file, monkeypatch, tmp_path):
    from core.config import settings

    monkeypatch.setenv("DATABASE_URL", "")
    settings.cache_clear()
    refused = marquee("backup", str(file), "--data-dir", str(tmp_path / "nothing"))
    assert (refused.exit_code, "DATABASE_URL is not set" in refused.output) == (1, True)
    settings.cache_clear()


def test_database_without_a_schema(marquee, seeded, file):
    wipe(seeded)
    refused = marquee("backup", str(file))
    assert (refused.exit_code, "nothing to back up" in refused.output) == (1, True)
    assert not list(file.parent.glob("*marquee.backup*"))
