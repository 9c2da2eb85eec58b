"""A source whose events seem to start at night: a run suggests a setting, and only a person sets it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from storage.database.engine import transaction
from storage.runs.ledger import RunStatus

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds, count, stored

FLOATING = "DTSTART:2028120{number}T003000"
LABELED = "DTSTART;TZID=America/New_York:2028120{number}T003000"


def shows(start, numbers=range(1, 7)):
    return vcalendar([vevent(f"show-{number}", f"Show {number}", start.format(number=number)) for number in numbers])


@pytest.fixture
def feed():
    with serving() as server:
        server.bodies = {"/a.ics": shows(FLOATING, range(1, 4)), "/b.ics": shows(LABELED, range(4, 7))}
        add_feeds(FEEDS, [server.url("/a.ics"), server.url("/b.ics")])
        yield server


def harvest(crawls, **arguments):
    return crawls(FEEDS, spider="ics", **arguments)


def decide(**settings):
    with transaction() as connection:
        connection.execute(
            text("UPDATE sources SET settings = cast(:settings AS jsonb) WHERE id = :id"),
            {"settings": json.dumps(settings), "id": FEEDS},
        )


def hours():
    """The local hours at which the stored events start."""
    return {start.hour for start in local_starts()}


def local_starts():
    with transaction() as connection:
        statement = "SELECT starts_at AT TIME ZONE timezone FROM occurrences WHERE withdrawn_at IS NULL"
        return list(connection.execute(text(statement)).scalars())


def test_the_first_run_suggests_and_changes_nothing(crawls, feed):
    run = harvest(crawls)
    [warning] = run.errors
    assert (run.status, run.seen, warning["essential"], warning["field"]) == (RunStatus.OK, 6, False, "DTSTART")
    assert warning["found"].startswith("6 of 6 events start between midnight and 6 a.m.; 6 of these would start")
    assert '"local_is_utc": true' in warning["advice"]
    assert "utc_is_local" in warning["advice"]
    assert hours() == {0}
    assert count("SELECT count(*) FROM sources WHERE settings ? 'local_is_utc'") == 0


def test_a_run_that_reads_only_changes_does_not_judge(crawls, feed):
    harvest(crawls)
    feed.bodies["/b.ics"] = shows(LABELED.replace("T00", "T01"), range(4, 10))
    assert harvest(crawls).errors == []
    assert len(harvest(crawls, fresh=1).errors) == 1


@pytest.mark.parametrize("by_argument", [True, False], ids=["argument", "setting"])
def test_the_setting_has_every_feed_read_again(crawls, feed, by_argument):
    harvest(crawls)
    if not by_argument:
        decide(local_is_utc=True)
    run = harvest(crawls, **({"local_is_utc": 1} if by_argument else {}))
    assert (run.status, run.changed, run.errors) == (RunStatus.OK, 6, [])
    assert hours() == {19}


def test_a_nightclub_says_no_once(crawls, feed):
    harvest(crawls)
    decide(local_is_utc=False)
    before = stored(FEEDS)
    run = harvest(crawls, fresh=1)
    assert (run.errors, stored(FEEDS)) == ([], before)
