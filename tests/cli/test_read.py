"""`read` prints a saved response as JSON lines, or says what is wrong with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date

import pytest
from typer.testing import CliRunner

from app.cli import app
from core.items import EventItem
from sandbox.calendars.site import all_traps

TODAY = date(2026, 11, 22)
NOW = "2026-11-22T12:00:00-05:00"


@pytest.fixture
def read(tmp_path):
    def run(body: bytes, *options: str):
        saved = tmp_path / "response"
        saved.write_bytes(body)
        return CliRunner().invoke(app, ["read", str(saved), "--now", NOW, *options])

    return run


def events(ran):
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.mark.parametrize("kind", ["ics", "auto"])
def test_calendar(read, kind):
    ran = read(all_traps(TODAY)["weekly-dst"].body, "--kind", kind, "--url", "https://site.example/feed.ics")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert events(ran)
    assert all(list(event) == list(EventItem(uid="", title="").to_json()) for event in events(ran))


def test_changing_uids_are_ignored(read):
    body = all_traps(TODAY)["endless"].body
    believed, fingerprints = (
        [event["uid"] for event in events(read(body, "--kind", "ics", *options))]
        for options in ((), ("--uids-change",))
    )
    assert len(believed) == len(fingerprints) > 0
    assert {uid[:3] for uid in fingerprints} == {"fp-"}
    assert not any(uid.startswith("fp-") for uid in believed)


def test_times_that_are_utc_without_saying_so(read):
    event = "BEGIN:VEVENT\nUID:x\nSUMMARY:Talk\nDTSTART:20261130T003000\nEND:VEVENT\n"
    body = f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n".encode()
    [read_as_written], [read_as_utc] = (events(read(body, *options)) for options in ((), ("--local-is-utc",)))
    assert read_as_written["occurrences"][0]["starts_at"] == "2026-11-30T00:30:00-05:00"
    assert read_as_utc["occurrences"][0]["starts_at"] == "2026-11-29T19:30:00-05:00"


def test_from_is_inclusive_and_until_exclusive(read):
    body = all_traps(TODAY)["endless"].body
    everything = [
        one["starts_at"][:10] for event in events(read(body, "--kind", "ics")) for one in event["occurrences"]
    ]
    days = sorted(set(everything))
    ran = read(body, "--kind", "ics", "--from", days[1], "--until", days[3])
    assert sorted({one["starts_at"][:10] for event in events(ran) for one in event["occurrences"]}) == days[1:3]


def test_good_body_without_events(read):
    ran = read(all_traps(TODAY)["empty"].body, "--kind", "ics")
    assert (ran.exit_code, ran.stdout, ran.stderr) == (0, "", "No event found, read as ics.\n")


def test_no_event_in_the_days_asked_for(read):
    ran = read(all_traps(TODAY)["endless"].body, "--kind", "ics", "--from", "1990-01-01", "--until", "1990-02-01")
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert ran.stderr.startswith("No event ")


def test_bad_records_are_reported_and_the_others_printed(read):
    ran = read(all_traps(TODAY)["one-bad-record"].body, "--kind", "ics")
    assert (ran.exit_code, len(events(ran))) == (0, 2)
    assert [line.partition(" ")[0] for line in ran.stderr.splitlines()] == ["BadRecord", "BadRecord"]


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"", "ics", "EmptyBody"),
        (b" \r\n ", "auto", "EmptyBody"),
        (b"<!doctype html><html><body>Welcome</body></html>", "ics", "WrongKind"),
        (b'{"message":"Group not found"}', "ics", "WrongKind"),
        (b"<html><head><title>Just a moment...</title></head></html>", "ics", "Blocked"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "jsonld", "WrongKind"),
        (b"<html><body>Welcome</body></html>", "carbonhouse", "PageChanged"),
        (b"[]", "rss", "WrongKind"),
    ],
)
def test_bad_body(read, body, kind, error):
    ran = read(body, "--kind", kind, "--url", "https://site.example/feed")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert len(ran.stderr.splitlines()) == 1
    assert ran.stderr.startswith(error)
    assert "https://site.example/feed" in ran.stderr


@pytest.mark.parametrize(
    "option",
    [
        ("--kind", "fax"),
        ("--timezone", "America/Sarasota"),
        ("--from", "tomorrow"),
        ("--until", "2026-13-01"),
        ("--now", "noon"),
        ("--now", "9999-12-31T23:59:59Z"),
        ("--now", "0001-01-01"),
    ],
    ids=" ".join,
)
def test_wrong_option(read, option):
    ran = read(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", *option)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert option[0] in ran.stderr


PAGE = """<script type="application/ld+json">
{"@type": "Event", "name": "Café", "startDate": "2026-12-04T19:30", "url": "/a"}</script>"""


@pytest.mark.parametrize(
    "options",
    [
        ("--from", "0001-01-01", "--until", "9999-12-31"),
        ("--url", "http://["),
        ("--url", "https://h.example:99999999/"),
        ("--encoding", "zlib"),
        ("--timezone", "Pacific/Kiritimati", "--now", "2200-12-31T23:59:59+00:00"),
        ("--timezone", "Etc/GMT+12", "--now", "1970-01-01"),
    ],
    ids=" ".join,
)
def test_extreme_options(read, options):
    ran = read(PAGE.encode(), *options)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert [event["title"] for event in events(ran)] == ["Café"]


def test_output_in_another_charset(tmp_path):
    saved = tmp_path / "page.html"
    saved.write_text(PAGE, encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "app", "read", str(saved)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert json.loads(ran.stdout)["title"] == "Café"


def test_output_that_cannot_be_written(tmp_path):
    saved = tmp_path / "page.html"
    saved.write_text(PAGE, encoding="utf-8")
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "app", "read", str(saved)]
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "Couldn't write the events: No space left on device\n")
