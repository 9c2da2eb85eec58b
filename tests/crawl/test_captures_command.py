"""`captures list|show|export|prune`, and events whose captures are gone."""

from __future__ import annotations

import json
import sys

import pytest
from sqlalchemy import text
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from app.cli import app
from app.diagnosis.why import GONE
from core.config import settings
from storage.captures.bodies import folder
from storage.database.engine import transaction

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, VANWEZEL, add_feeds


@pytest.fixture
def feed(crawls):
    """A source whose feed has been harvested."""
    body = vcalendar([vevent("e1", "Jazz & Friends"), vevent("e2", "Two")])
    with serving() as server:
        add_feeds(FEEDS, [server.url("/a.ics?token=abcdef123")])
        server.bodies["/a.ics?token=abcdef123"] = body
        crawls(FEEDS)
        yield server.url("/a.ics?token=scrubbed"), body


def captures(*arguments, status=0):
    ran = CliRunner().invoke(app, ["captures", *map(str, arguments)], env={"COLUMNS": "200"}, catch_exceptions=False)
    assert ran.exit_code == status, ran.output
    return ran


def listed(*arguments):
    return [json.loads(line) for line in captures("list", "--json", *arguments).stdout.splitlines()]


def test_list_by_source_and_day(crawls, feed):
    url, body = feed
    crawls(VANWEZEL)
    (row,) = listed("--source", FEEDS)
    assert (row["url"], row["size"], row["events"], row["source"]) == (url, len(body), 2, "feeds")
    assert len(listed("--limit", 1000)) > 10
    assert len(listed("--limit", 3)) == 3
    assert listed("--since", "2030-01-01") == []
    assert len(listed("--since", "2020-01-01", "--source", FEEDS)) == 1
    table = captures("list", "--source", FEEDS).stdout
    assert row["id"][:8] in table
    assert url in table


def test_show_by_the_beginning_of_an_id(feed):
    url, body = feed
    (row,) = listed()
    shown = captures("show", row["id"][:8])
    assert f"url: {url}" in shown.stdout
    assert "parent_id: –" in shown.stdout
    assert json.loads(captures("show", row["id"], "--json").stdout) == row
    assert captures("show", row["id"][:8], "--body").stdout_bytes == body
    assert "There is no capture ffffffff" in captures("show", "ffffffff", status=1).stderr


def test_the_body_of_a_capture_whose_file_is_gone(feed):
    (row,) = listed()
    folder(settings()).delete(row["hash"])
    gone = captures("show", row["id"], "--body", status=1)
    assert (gone.stdout, "The body can't be read" in gone.stderr) == ("", True)


def test_prune_says_what_it_deletes_and_why_says_that_it_is_gone(feed, monkeypatch):
    monkeypatch.setenv("CAPTURES_DAYS", "30")
    settings.cache_clear()
    with transaction() as connection:
        connection.execute(text("UPDATE captures SET seen_at = now() - interval '99 days'"))
    assert "captures: 0 would be deleted (older than 30 days)" in captures("prune", "--dry-run").stdout
    captures("prune")
    assert len(listed()) == 1, "a listed event was read from it"
    with transaction() as connection:
        connection.execute(text("UPDATE occurrences SET starts_at = now() - interval '1 day', ends_at = NULL"))
    assert "captures: 1 would be deleted (older than 30 days)" in captures("prune", "--dry-run").stdout
    assert len(listed()) == 1
    assert "captures: 1 deleted (older than 30 days)" in captures("prune").stdout
    assert listed() == []
    assert not list(folder(settings()).list())
    why = CliRunner().invoke(app, ["events", "why", "1", "--field", "title"])
    assert why.exit_code == 0
    assert f"place: {GONE}" in why.output


def test_export_is_a_valid_warc_file(crawls, feed, tmp_path, monkeypatch, capsys):
    url, body = feed
    crawls(VANWEZEL)
    file = tmp_path / "town.warc.gz"
    assert captures("export", file).stdout == f"wrote {file}: {len(listed('--limit', 1000))} answers\n"
    monkeypatch.setattr(sys, "argv", ["warcio", "check", "-v", str(file)])
    with pytest.raises(SystemExit) as ended:
        warcio()
    assert ended.value.code == 0
    assert "digest pass" in capsys.readouterr().out
    records = {}
    with file.open("rb") as opened:
        for record in ArchiveIterator(opened):
            address = record.rec_headers.get_header("WARC-Target-URI")
            records[record.rec_type, address] = (record.http_headers, record.content_stream().read())
    head, stored = records["response", url]
    assert (head.get_statuscode(), head.get_header("Content-Type"), stored) == (
        "200",
        "text/calendar; charset=utf-8",
        body,
    )
    head, _ = records["request", url]
    assert (head.protocol, head.statusline) == ("GET", "/a.ics?token=scrubbed HTTP/1.1")
    about = records["warcinfo", None][1].decode()
    assert "software: Marquee" in about
    assert f"{file} exists already." in captures("export", file, status=1).stderr


def test_export_of_one_source_without_lost_bodies(crawls, feed, tmp_path):
    crawls(VANWEZEL)
    (row,) = listed("--source", FEEDS)
    file = tmp_path / "one.warc"
    captures("export", file, "--source", FEEDS)
    assert file.read_bytes().startswith(b"WARC/1.0\r\n")
    folder(settings()).delete(row["hash"])
    lost = captures("export", tmp_path / "other.warc.gz", "--source", FEEDS, status=1)
    assert f"gone or damaged: {row['id'][:8]}" in lost.stderr
    assert "There are no such captures." in captures("export", tmp_path / "x", "--since", "2030-01-01", status=1).stderr
    assert not (tmp_path / "x").exists()


def test_export_without_the_package_says_what_to_install(feed, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "warcio.warcwriter", None)
    refused = captures("export", tmp_path / "town.warc.gz", status=1).stderr
    assert "WARC files need a further package: `.venv/bin/uv pip install warcio`." in refused
    assert list(tmp_path.glob("town*")) == []
