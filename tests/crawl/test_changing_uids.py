"""A site makes new UIDs at every load: with the source's setting, each harvest recognizes its events."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import text

from storage.database.engine import transaction
from storage.runs.ledger import RunStatus
from storage.sources.records import read_source

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds, changes, count, stored, withdrawn

SETTING = """UPDATE sources SET settings = jsonb_set(settings, '{uids_change}', 'true') WHERE id = :id"""
WHEN = ("DTSTART:20281202T190000Z", "DTSTART:20281203T190000Z", "DTSTART:20281204T190000Z")


class Unsteady(dict):
    """The bodies of a server that generates its feed again for each request."""

    def __init__(self, bodies_of_load):
        self.bodies_of_load = bodies_of_load
        self.loads = itertools.count()

    def get(self, path, default=None):
        return self.bodies_of_load(f"{next(self.loads) * 7919:08x}") if path == "/a.ics" else default


def three(load, title="Talk 2"):
    """Two events and a series with one moved instance, with UIDs from this load."""
    series = vevent(f"{load}-3", "Weekly", WHEN[2], "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = vevent(f"{load}-3", "Weekly", "DTSTART:20281212T190000Z", "RECURRENCE-ID:20281211T190000Z")
    one, two = (vevent(f"{load}-{number}", name, WHEN[number]) for number, name in enumerate(("Talk 1", title)))
    return vcalendar([one, two, series, moved])


@pytest.fixture
def feed():
    with serving() as server:
        server.tagged = False
        server.bodies = Unsteady(three)
        add_feeds(FEEDS, [server.url("/a.ics")])
        yield server


def harvest(crawls, **arguments):
    return crawls(FEEDS, spider="ics", **arguments)


def event_ids():
    with transaction() as connection:
        return connection.execute(text("SELECT id FROM events ORDER BY id")).scalars().all()


def settings_of(source_id):
    with transaction() as connection:
        return read_source(connection, source_id).settings


def warnings(run):
    return [error for error in run.errors if error["field"] == "UID"]


@pytest.mark.parametrize("by_argument", [True, False], ids=["argument", "setting"])
def test_source_with_the_setting(crawls, feed, by_argument):
    if not by_argument:
        with transaction() as connection:
            connection.execute(text(SETTING), {"id": FEEDS})
    options = {"uids_change": 1} if by_argument else {}
    first = harvest(crawls, **options)
    before = stored(FEEDS)
    assert (first.status, first.new, first.errors) == (RunStatus.OK, 3, [])
    for again in (options, {**options, "fresh": 1}):
        run = harvest(crawls, **again)
        assert (run.status, run.new, run.changed, run.unchanged, run.errors) == (RunStatus.OK, 0, 0, 3, [])
        assert (stored(FEEDS), changes(), withdrawn()) == (before, 0, 0)
    assert count("SELECT count(*) FROM events") == 3
    assert sorted(len(fact[-1]) for fact in before.values()) == [1, 1, 3]
    feed.bodies.bodies_of_load = lambda load: three(load, "Talk 2, renamed")
    run = harvest(crawls, **options)
    assert (run.new, run.unchanged, run.withdrawn) == (1, 2, 1)


def test_source_without_the_setting_keeps_its_events_and_gets_the_setting(crawls, feed):
    assert warnings(harvest(crawls)) == []
    ids = event_ids()
    for again in (False, True):
        run = harvest(crawls)
        (warning,) = warnings(run)
        assert warning["found"] == "3 events came under new UIDs and were known again by title, start, and place"
        assert ("uids_change" in warning["advice"]) == again
        assert (run.status, run.seen, run.new, run.withdrawn) == (RunStatus.OK, 3, 0, 0)
        assert (event_ids(), len(stored(FEEDS))) == (ids, 3)
    assert settings_of(FEEDS) == {"uids_change": True}
    for _ in range(2):
        run = harvest(crawls)
        assert (warnings(run), run.new, run.withdrawn, event_ids()) == ([], 0, 0, ids)
    assert run.unchanged == 3


def test_a_relaunch_is_no_reason_for_the_setting(crawls, feed):
    feed.bodies.bodies_of_load = lambda load: three("old")
    harvest(crawls)
    feed.bodies.bodies_of_load = lambda load: three("new").replace(
        b"END:VEVENT", f"X-LOAD:{load}\r\nEND:VEVENT".encode()
    )
    assert [len(warnings(harvest(crawls))) for _ in range(3)] == [1, 0, 0]
    assert settings_of(FEEDS) == {}
    assert count("SELECT count(*) FROM events") == 3


def hall(load, places, more=()):
    shows = zip(("Talk 1", "Talk 2", "Talk 3"), WHEN, places, strict=True)
    return vcalendar(
        [*(vevent(f"{load}-{name}", name, start, f"LOCATION:{place}") for name, start, place in shows), *more]
    )


def test_a_relaunch_that_spells_its_places_otherwise(crawls, feed):
    feed.bodies.bodies_of_load = lambda load: hall("old", ["Pier Hall", "Pier Hall", "Attic"])
    harvest(crawls)
    ids = event_ids()
    feed.bodies.bodies_of_load = lambda load: hall("new", ["The Hall on the Pier\\, 1 Quay St", "Quay", "The Attic"])
    run = harvest(crawls)
    assert (run.status, run.new, run.changed, run.withdrawn) == (RunStatus.OK, 0, 3, 0)
    assert (len(warnings(run)), event_ids(), len(stored(FEEDS))) == (1, ids, 3)


@pytest.mark.parametrize("feeds", [1, 2])
def test_a_relaunch_that_overlaps_for_a_day(crawls, feed, feeds):
    """The new UIDs come in the same feed, or in a second one."""
    places = ["Pier Hall", "Pier Hall", "Attic"]
    old, new = hall("old", places), hall("new", places)
    bodies = {"/a.ics": old, "/b.ics": vcalendar([])}
    feed.bodies = bodies
    add_feeds(FEEDS, [feed.url("/b.ics")])
    harvest(crawls)
    ids = event_ids()
    both = vcalendar([]).replace(b"END:VCALENDAR", b"".join(events_of(old) + events_of(new)) + b"END:VCALENDAR")
    bodies.update({"/a.ics": both} if feeds == 1 else {"/b.ics": new})
    for _ in range(2):
        run = harvest(crawls)
        assert (run.status, run.seen, run.withdrawn) == (RunStatus.OK, 6, 0)
    bodies.update({"/a.ics": new} if feeds == 1 else {"/a.ics": vcalendar([])})
    for again in (False, True, True):
        run = harvest(crawls)
        assert (run.status, run.seen, run.new, run.changed, run.withdrawn) == (RunStatus.OK, 3, 0, 0, 0)
        assert (len(warnings(run)), event_ids(), len(stored(FEEDS))) == (0 if again else 1, ids, 3)
    assert {uid[:3] for uid in stored(FEEDS)} == {"new"}


def events_of(body):
    return [b"BEGIN:VEVENT" + part for part in body.removesuffix(b"END:VCALENDAR\r\n").split(b"BEGIN:VEVENT")[1:]]


def test_another_place_that_the_source_knows_is_another_event(crawls, feed):
    feed.bodies.bodies_of_load = lambda load: hall("old", ["North Branch", "South Branch", "East Branch"])
    harvest(crawls)
    feed.bodies.bodies_of_load = lambda load: hall("new", ["South Branch", "North Branch", "East Branch"])
    run = harvest(crawls)
    assert (run.new, run.seen) == (2, 3)


def test_different_events_are_no_reason_to_warn(crawls, feed):
    harvest(crawls)
    feed.bodies.bodies_of_load = lambda load: vcalendar(
        [vevent(f"{load}-{number}", f"New {number}", start) for number, start in enumerate(WHEN)]
    )
    assert warnings(harvest(crawls)) == []


def test_uids_that_stay_are_no_reason_to_warn(crawls, feed):
    feed.bodies.bodies_of_load = lambda load: three("0")
    harvest(crawls)
    feed.bodies.bodies_of_load = lambda load: three("0").replace(b"END:VEVENT", f"X-LOAD:{load}\r\nEND:VEVENT".encode())
    run = harvest(crawls)
    assert (warnings(run), run.unchanged) == ([], 3)


def test_a_relaunch_with_marks_in_its_titles(crawls):
    def season(prefix, *titles):
        return vcalendar(
            [vevent(f"{prefix}-{n}", title, f"DTSTART:202812{n:02}T190000Z") for n, title in enumerate(titles, 1)]
        )

    shows = [f"Show {n}" for n in range(1, 10)]
    with serving() as server:
        add_feeds(FEEDS, [server.url("/a.ics")])
        server.bodies["/a.ics"] = season("old", *shows)
        harvest(crawls)
        server.bodies["/a.ics"] = season("new", "CANCELLED: Show 1", "Show 2 (Sold Out)", *shows[2:])
        run = harvest(crawls)
        assert (run.status, run.new, run.changed, run.withdrawn) == (RunStatus.OK, 0, 2, 0)
        assert count("SELECT count(*) FROM events") == 9
