"""What `sources`, `events`, `runs`, `feeds`, and `crawl` print, and their exit statuses."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from app.cli import app
from app.cli.show import every, price, title, when
from core.config import settings
from scrapers.launch.in_process import InProcessLauncher
from storage.database.engine import transaction
from storage.events.queries import UpcomingOccurrence
from tests.api.harvest import at, concert, harvest
from tests.crawl.running import MOTE, NOW, VANWEZEL
from tests.plugins import starts

SHOW = UpcomingOccurrence(
    event_id=1,
    source="hall",
    uid="regatta",
    title="Regatta",
    url=None,
    starts_at=datetime(2026, 11, 30, 0, 30, tzinfo=UTC),
    ends_at=None,
    timezone="America/New_York",
    all_day=False,
    time_known=True,
    status="scheduled",
    sold_out=False,
    venue=None,
    price_text=None,
    price_min_cents=None,
    price_max_cents=None,
    price_currency=None,
    is_free=None,
)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({}, "Sun Nov 29 2026 7:30PM EST"),
        ({"timezone": "Europe/Berlin"}, "Mon Nov 30 2026 1:30AM CET"),
        ({"starts_at": datetime(2026, 11, 29, 17, tzinfo=UTC)}, "Sun Nov 29 2026 12:00PM EST"),
        ({"starts_at": datetime(2026, 11, 29, 5, tzinfo=UTC)}, "Sun Nov 29 2026 12:00AM EST"),
        ({"starts_at": datetime(2026, 11, 29, 5, tzinfo=UTC), "time_known": False}, "Sun Nov 29 2026 time n/a"),
        ({"starts_at": datetime(2026, 11, 29, 5, tzinfo=UTC), "all_day": True}, "Sun Nov 29 2026 all day"),
    ],
)
def test_when(change, text):
    assert when(replace(SHOW, **change)) == text


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({}, "–"),
        ({"is_free": True, "price_min_cents": 0}, "free"),
        ({"price_text": "See the venue"}, "See the venue"),
        ({"price_min_cents": 4500, "price_max_cents": 12000, "price_currency": "USD"}, "$45–$120"),
        ({"price_min_cents": 4950, "price_max_cents": 4950, "price_currency": "USD"}, "$49.50"),
        ({"price_min_cents": 1500}, "$15"),
        ({"price_min_cents": 123456, "price_currency": "EUR"}, "EUR 1,234.56"),
    ],
)
def test_price(change, text):
    assert price(replace(SHOW, **change)) == text


def test_title():
    assert title(SHOW) == "Regatta"
    assert title(replace(SHOW, status="cancelled", sold_out=True)) == "Regatta (cancelled, sold out)"


def lines(ran):
    assert (ran.exit_code, ran.stderr) == (0, "")
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_what_the_database_knows(marquee, crawls):
    run = crawls(VANWEZEL)
    assert [source["name"] for source in lines(marquee("sources", "--json"))] == ["vanwezel", "mote", "feeds", "venue2"]
    shown = lines(marquee("runs", "--json"))
    assert [(one["id"], one["status"], one["seen"]) for one in shown] == [(run.id, "ok", run.seen)]
    upcoming = lines(marquee("events", "--json", "--source", "1", "--limit", "3"))
    assert [event["title"] for event in upcoming][:1] == ["Moonlit Manatees: An Evening of Chamber Brass"]
    assert len(upcoming) == 3
    table = marquee("events", "--limit", "1")
    assert table.exit_code == 0
    assert "Fri Nov 24 2028 7:30PM" in table.stdout
    assert "$35–$75" in table.stdout


def test_without_rows_a_sentence_says_so(marquee, crawls):
    assert marquee("events").stdout == "No upcoming events.\n"
    assert marquee("runs").stdout == "No runs yet: `python -m app crawl NAME` starts one.\n"
    assert marquee("events", "--json").stdout == ""


def test_crawl(marquee, crawls):
    address = ("--base-url", crawls.sandbox.url("vanwezel"), "-a", "delay=0", "-a", f"now={NOW}")
    dry = starts.run(["app", "crawl", "vanwezel", "--dry-run", *address], os.environ)
    assert (dry.returncode, dry.stderr) == (0, "")
    assert len(dry.stdout.splitlines()) == 24
    assert lines(marquee("runs", "--json")) == []
    stored = marquee("crawl", "vanwezel", *address)
    assert stored.exit_code == 0
    assert "vanwezel" in stored.stdout
    assert len(lines(marquee("runs", "--json"))) == 1


def test_crawl_finds_a_source_by_its_name(marquee, crawls):
    """A source from the back office has a name and a platform's spider."""
    with transaction() as connection:
        connection.execute(text("UPDATE sources SET spider = 'vanwezel' WHERE name = 'venue2'"))
        connection.execute(text("UPDATE sources SET spider = 'ics' WHERE name IN ('feeds', 'mote')"))
    ran = marquee("crawl", "venue2", "--base-url", crawls.sandbox.url("vanwezel"), "-a", "delay=0", "-a", f"now={NOW}")
    assert (ran.exit_code, ran.stderr.strip()) == (0, "")
    (run,) = lines(marquee("runs", "--json"))
    assert (run["source"], run["spider"]) == ("venue2", "vanwezel")
    several = marquee("crawl", "ics")
    assert several.exit_code == 2
    assert "name one of mote, feeds" in " ".join(several.stderr.replace("│", " ").split())


@pytest.mark.parametrize("width", [80, 100, 200])
def test_tables_cut_nothing(crawls, width):
    """A crowded town: long names and addresses, and counts of six digits."""
    address = "https://calendar.performing-arts-hall.example/a/very/long/path/to/events"
    crawls(VANWEZEL)
    with transaction() as connection:
        name = "performing-arts-hall-of-the-city"
        connection.execute(
            text("UPDATE sources SET name = :name, title = :title, base_url = :address WHERE id = 1"),
            {"name": name, "title": "The Performing Arts Hall of the City and County", "address": address},
        )
        connection.execute(text("UPDATE runs SET seen = 123456, unchanged = 123400, status = 'cancelled'"))
    for command, heads, whole in (
        ("sources", "id name title address zone feeds enabled", ("yes",)),
        ("runs", "started source spider status seen new chgd same gone rej err", ("cancelled", "123456", "123400")),
    ):
        ran = CliRunner().invoke(app, [command], env={"COLUMNS": str(width)})
        assert ran.exit_code == 0
        lines = ran.stdout.splitlines()
        assert max(map(len, lines)) <= width
        assert next(filter(str.strip, lines)).split() == heads.split()
        assert all(word in ran.stdout for word in whole)
        assert "…" not in ran.stdout


@pytest.mark.parametrize(("hours", "text"), [(None, "–"), (1, "1 h"), (40.5, "40.5 h"), (60, "2.5 d"), (168, "7 d")])
def test_every(hours, text):
    assert every(None if hours is None else timedelta(hours=hours)) == text


def test_feeds_show_how_often_they_are_fetched_and_why(marquee, crawls):
    crawls(MOTE)
    assert "not asked yet" in marquee("feeds").stdout
    crawls(MOTE, spider="ics")
    shown = lines(marquee("feeds", "--source", str(MOTE), "--json"))
    assert [(one["interval"], one["reason"][:8], one["learning"]) for one in shown] == [(43200.0, "changed ", True)] * 3
    assert all(one["due_at"] > one["polled_at"] for one in shown)
    assert "12 h" in marquee("feeds").stdout
    assert lines(marquee("feeds", "--source", str(VANWEZEL), "--json")) == []


def test_crawl_that_brings_nothing(marquee, crawls):
    crawls.sandbox.trouble.add("vanwezel", "challenge403")
    ran = marquee("crawl", "vanwezel", "--base-url", crawls.sandbox.url("vanwezel"), "-a", "delay=0")
    assert ran.exit_code == 1
    assert "Blocked" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("crawl", "nowhere"), 2, "There is no source or spider nowhere. There are vanwezel, mote, feeds, venue2."),
        (("crawl", "wanvezel"), 2, "There is no source or spider wanvezel. Did you mean vanwezel?"),
        (("crawl", "tribee"), 2, "Did you mean tribe"),
        (("crawl", "99"), 2, "There is no source or spider 99. There are vanwezel"),
        (("crawl", "ics"), 2, "--source-id"),
        (("crawl", "vanwezel", "-a", "delay"), 2, "NAME=VALUE"),
        (("crawl", "vanwezel", "-a", "delay=soon"), 1, "delay must be a number of seconds from 0 to 600, not 'soon'"),
        (("crawl", "vanwezel", "--source-id", "77"), 1, "didn't start"),
        (("crawl", "ics", "-a", "now=0001-01-01", "--dry-run"), 1, "now must have an offset"),
        (("runs", "--source", "9" * 21), 1, "There is no source 9"),
        (("runs", "accept", "nowhere"), 1, "There is no run"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_crawl_that_cannot_start(marquee, crawls, arguments, code, said):
    ran = marquee(*arguments)
    assert ran.exit_code == code
    assert said in " ".join(ran.stderr.replace("│", " ").split())


def test_without_a_database(marquee, monkeypatch, tmp_path, request):
    """Each command says so briefly, and doctor exits with status 1."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    settings.cache_clear()
    request.addfinalizer(settings.cache_clear)
    ran = marquee("events")
    assert ran.exit_code == 1
    assert "python -m app up" in ran.stderr
    monkeypatch.setattr(
        InProcessLauncher, "crawl", lambda self, order, watch: watch()
    )  # as in a crawl of over a second
    crawl = marquee("crawl", "vanwezel")
    assert crawl.exit_code == 1
    assert "--dry-run needs no database" in crawl.stderr
    doctor = marquee("doctor")
    assert doctor.exit_code == 1
    assert "python -m app up" in doctor.stdout


def test_runs_accept(marquee, crawls):
    concerts = [concert(f"c{number}", at(number)) for number in range(1, 13)]
    harvest(*concerts)
    harvest(*concerts[:6])
    suspect = lines(marquee("runs", "--json"))[0]["id"]
    assert f"python -m app runs accept {suspect}" in marquee("runs").stdout
    listed = marquee("runs", "accept", suspect, "--dry-run")
    assert (listed.exit_code, "Concert c7" in listed.stdout, "Concert c6" in listed.stdout) == (0, True, False)
    words = listed.stdout.split()
    assert {"missing", "since", "runs"} <= set(words)
    assert words.count(suspect[:8]) == 6
    accepted = marquee("runs", "accept", suspect)
    assert (accepted.exit_code, accepted.stdout.splitlines()[-1]) == (
        0,
        f"accepted: run {suspect}, 6 events withdrawn",
    )
    assert lines(marquee("runs", "--json"))[0]["status"] == "ok"
    again = marquee("runs", "accept", suspect)
    assert (again.exit_code, again.stderr) == (
        1,
        f"Run {suspect} is ok. Only a suspect run, or one that keeps events, can be accepted.\n",
    )
    assert marquee("runs", "accept", "none").exit_code == 1


def test_runs_accept_lists_the_showings_of_an_event_that_was_seen(marquee, crawls):
    harvest(concert("s", *[at(day) for day in range(1, 21)], title="Series"))
    harvest(concert("s", *[at(day) for day in range(1, 6)], title="Series"))
    suspect = lines(marquee("runs", "--json"))[0]["id"]
    listed = marquee("runs", "accept", suspect, "--dry-run").stdout
    assert ("would lose showings" in listed, "15 of 20" in listed, "No event" in listed) == (True, True, False)
    assert marquee("runs", "accept", suspect).exit_code == 0


def test_an_empty_first_run_is_accepted_for_what_it_is(marquee, crawls):
    harvest()
    suspect = lines(marquee("runs", "--json"))[0]["id"]
    assert marquee("runs", "accept", suspect, "--dry-run").stdout == (
        "No event would be withdrawn.\nIf you accept the run, its 0 events are what later runs are compared with.\n"
    )


def test_what_a_run_decided_is_no_error(marquee, crawls):
    concerts = [concert(f"c{number}", at(number)) for number in range(1, 13)]
    for load in ("old", "new", "newer"):
        harvest(*(replace(one, uid=f"{load}-{one.uid}") for one in concerts), uids_change=False)
    newest = lines(marquee("runs", "--json"))[0]
    assert (newest["status"], newest["error_count"]) == ("ok", 0)
    shown = " ".join(marquee("runs").stdout.split())
    assert "12 events came under new UIDs and were known again by title, start, and place. The site" in shown
    assert '"uids_change": true is now in the source\'s settings' in shown
    assert "SourceError" not in shown
