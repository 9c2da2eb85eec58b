"""An event whose only date is moved beyond the harvested days, or into the past, is one event that moved."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.feeds.identity import uuid_of
from app.feeds.kit.changes import change
from storage.database.engine import transaction
from storage.events import feed_listings
from storage.events.recent import read_recent
from storage.runs.ledger import RunStatus
from storage.search.listings import EventFilter

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds, count

OK, SUSPECT = RunStatus.OK, RunStatus.SUSPECT
FIRST_DAY = datetime(2028, 11, 22, 17, tzinfo=UTC)
EVER = datetime(2000, 1, 1, tzinfo=UTC)
REST = tuple(vevent(f"rest-{n}", f"Rest {n}", f"DTSTART:202906{n:02}T190000Z") for n in range(10, 22))
"""Events that stay as they are."""
NEVER_STORED = tuple(
    vevent(f"{year}", f"Show of {year}", f"DTSTART:{year}0310T190000Z") for year in (2023, 2024, 2032, 2033)
)
"""Events that are outside the harvested days all along."""


@pytest.fixture
def harvest(crawls):
    """`harvest(day, *events)` serves these events beside the others, and harvests them on that day."""
    with serving() as server:
        add_feeds(FEEDS, [server.url("/a.ics"), server.url("/b.ics")])
        server.bodies["/b.ics"] = vcalendar(REST)

        def harvest_(day, *events):
            server.bodies["/a.ics"] = vcalendar([*NEVER_STORED, *events])
            return crawls(FEEDS, spider="ics", now=(FIRST_DAY + timedelta(days=day)).isoformat())

        harvest_.server = server
        yield harvest_


def outgoing():
    """By title, the UIDs in Marquee's own feed, with SEQUENCE and whether it goes out as canceled."""
    with transaction() as connection:
        wanted = EventFilter(from_=EVER, include_withdrawn=True)
        listed = list(feed_listings.look(connection, wanted, limit=1000)[1])
    found = defaultdict(dict)
    for one in listed:
        found[one.title][uuid_of(one)] = (one.sequence or 0, one.withdrawn_at is not None)
    return found


def histories():
    """By title, what changed after the first harvest, in words."""
    with transaction() as connection:
        found = read_recent(connection, EventFilter(), since=EVER, after=None, limit=1000)
    said = defaultdict(list)
    for one in found:
        if one.field is not None:
            said[one.title].append(change(one, "America/New_York"))
    return said


def counts(run):
    return run.status, run.new, run.changed, run.withdrawn


SHOW, LATER = "DTSTART:20281205T190000Z", "DTSTART:20281219T190000Z"
BEYOND, FURTHER, PAST = "DTSTART:20300305T190000Z", "DTSTART:20310306T190000Z", "DTSTART:20251205T190000Z"
ON = {
    SHOW: "Tuesday, December 5, 2028, 2 p.m.",
    LATER: "Tuesday, December 19, 2028, 2 p.m.",
    BEYOND: "Tuesday, March 5, 2030, 2 p.m.",
    FURTHER: "Thursday, March 6, 2031, 2 p.m.",
    PAST: "Friday, December 5, 2025, 2 p.m.",
    "DTSTART;VALUE=DATE:20281205": "Tuesday, December 5, 2028",
    "DTSTART;VALUE=DATE:20300305": "Tuesday, March 5, 2030",
    "DTSTART;VALUE=DATE:20251205": "Friday, December 5, 2025",
    "DTSTART;TZID=Hall Time:20281205T190000": "Tuesday, December 5, 2028, 7 p.m.",
    "DTSTART;TZID=Hall Time:20300305T200000": "Tuesday, March 5, 2030, 8 p.m.",
    "DTSTART:20281205T193000": "Tuesday, December 5, 2028, 7:30 p.m.",
    "DTSTART;TZID=Europe/Zurich:20251205T193000": "Friday, December 5, 2025, 1:30 p.m.",
}
MOVES = [
    (SHOW, BEYOND),
    (SHOW, PAST),
    ("DTSTART;VALUE=DATE:20281205", "DTSTART;VALUE=DATE:20300305"),
    ("DTSTART;VALUE=DATE:20281205", "DTSTART;VALUE=DATE:20251205"),
    ("DTSTART;TZID=Hall Time:20281205T190000", "DTSTART;TZID=Hall Time:20300305T200000"),
    ("DTSTART:20281205T193000", "DTSTART;TZID=Europe/Zurich:20251205T193000"),
    (SHOW, "DTSTART;VALUE=DATE:20300305"),
    ("DTSTART;VALUE=DATE:20281205", PAST),
]


def moved(before, after):
    return f"Moved from {ON[before]} to {ON[after]}"


@pytest.mark.parametrize("lines", [(), ("SEQUENCE:1",), ("STATUS:CONFIRMED?",)], ids=["", "sequence", "odd status"])
def test_dates_of_all_kinds(harvest, lines):
    names = [f"Show {number}" for number in range(len(MOVES))]
    harvest(0, *(vevent(name, name, before) for name, (before, _) in zip(names, MOVES, strict=True)))
    known = outgoing()
    for day in (1, 2, 3):
        run = harvest(day, *(vevent(name, name, after, *lines) for name, (_, after) in zip(names, MOVES, strict=True)))
        assert counts(run) == (OK, 0, 0 if day > 1 else len(MOVES), 0)
        found = outgoing()
        assert {name: [*found[name]] for name in names} == {name: [*known[name]] for name in names}
        assert all(off is False and sequence > 0 for name in names for sequence, off in found[name].values())
        said = histories()
        assert {name: said[name][-1:] for name in names} == {
            name: [moved(*move)] for name, move in zip(names, MOVES, strict=True)
        }
        assert count("SELECT count(*) FROM events") == len(MOVES) + len(REST)


def test_what_moved_out_stays_until_it_is_gone(harvest):
    harvest(0, vevent("a", "A", SHOW))
    harvest(1, vevent("a", "A", BEYOND))
    harvest(2, vevent("a", "A", BEYOND))
    harvest.server.statuses()
    run = harvest(3, vevent("a", "A", BEYOND))
    assert (harvest.server.statuses(), run.unchanged) == ([304, 304], 1 + len(REST))
    assert counts(harvest(4, vevent("a", "A renamed", BEYOND))) == (OK, 0, 1, 0)
    assert counts(harvest(100, vevent("a", "A renamed", BEYOND))) == (OK, 0, 0, 0)
    assert counts(harvest(101)) == (OK, 0, 0, 1)


@pytest.mark.parametrize(
    "dates", [(PAST, SHOW), (PAST, LATER), (BEYOND, LATER), (BEYOND, FURTHER), (BEYOND, PAST)], ids=str
)
def test_what_moves_on_from_there_is_still_one_event(harvest, dates):
    harvest(0, vevent("a", "A", SHOW))
    [(uid, _)] = outgoing()["A"].items()
    for day, start in enumerate(dates, 1):
        assert counts(harvest(day, vevent("a", "A", start))) == (OK, 0, 1, 0)
    assert outgoing()["A"] == {uid: (2, False)}
    assert histories()["A"] == [moved(SHOW, dates[0]), moved(*dates)]


def test_dates_of_series(harvest):
    """A date of a series moves under its RECURRENCE-ID. A series that was cut short did not move."""
    weekly = (SHOW, "RRULE:FREQ=WEEKLY;COUNT=3")
    fourth = ("DTSTART:20281110T190000Z", "RRULE:FREQ=WEEKLY;COUNT=4")

    def override(uid, start, instance="20281212T190000Z"):
        return vevent(uid, uid, start, f"RECURRENCE-ID:{instance}")

    series = [vevent(name, name, *weekly) for name in ("Far", "Past", "Cut", "Counted")]
    last = vevent("Last", "Last", *fourth)
    alone = override("Alone", "DTSTART:20281212T190000Z")
    harvest(0, *series, last, alone)
    known = outgoing()
    run = harvest(
        1,
        *series[:2],
        override("Far", BEYOND),
        override("Past", PAST),
        vevent("Cut", "Cut", "DTSTART:20281107T190000Z", "RRULE:FREQ=WEEKLY;UNTIL=20281115T000000Z"),
        vevent("Counted", "Counted", "DTSTART:20281107T190000Z", "RRULE:FREQ=WEEKLY;COUNT=2"),
        last,
        override("Last", BEYOND, "20281201T190000Z"),
        override("Alone", BEYOND),
    )
    said = histories()
    on = "Tuesday, December 12, 2028, 2 p.m."
    assert {title: said[title] for title in ("Far", "Past", "Last", "Alone")} == {
        "Far": [f"Moved from {on} to {ON[BEYOND]}"],
        "Past": [f"Moved from {on} to {ON[PAST]}"],
        "Last": [f"Moved from Friday, December 1, 2028, 2 p.m. to {ON[BEYOND]}"],
        "Alone": [f"Moved from {on} to {ON[BEYOND]}"],
    }
    found = outgoing()
    assert {title: {*found[title]} for title in known} == {title: {*known[title]} for title in known}
    assert all(off for title in ("Cut", "Counted") for _, off in found[title].values())
    assert counts(run) == (OK, 0, 4, 2)


@pytest.mark.parametrize("after", [BEYOND, PAST], ids=["beyond", "past"])
def test_a_move_while_another_feed_fails(harvest, after):
    harvest(0, vevent("a", "A", SHOW), vevent("b", "B", LATER))
    known = outgoing()
    rest = harvest.server.bodies.pop("/b.ics")
    run = harvest(1, vevent("a", "A", after), vevent("b", "B", LATER))
    assert (run.status, run.withdrawn, histories()["A"]) == (SUSPECT, 0, [f"New showing: {ON[after]}"])
    harvest.server.bodies["/b.ics"] = rest
    assert counts(harvest(2, vevent("a", "A", after), vevent("b", "B", LATER))) == (OK, 0, 1, 0)
    assert histories()["A"] == [moved(SHOW, after)]
    assert [*outgoing()["A"]] == [*known["A"]]


def test_a_move_to_another_feed(harvest):
    harvest(0, vevent("a", "A", SHOW))
    harvest.server.bodies["/b.ics"] = vcalendar([*REST, vevent("a", "A", BEYOND)])
    assert counts(harvest(1)) == (OK, 0, 1, 0)
    assert histories()["A"] == [moved(SHOW, BEYOND)]


@pytest.mark.parametrize("after", [BEYOND, PAST], ids=["beyond", "past"])
def test_what_was_withdrawn_returns_out_there(harvest, after):
    harvest(0, vevent("a", "A", SHOW))
    [uid] = outgoing()["A"]
    assert counts(harvest(1)) == (OK, 0, 0, 1)
    assert counts(harvest(2, vevent("a", "A", after))) == (OK, 0, 1, 0)
    assert outgoing()["A"] == {uid: (3, False)}
    assert histories()["A"] == [
        f"{ON[SHOW]}: no longer listed by its source",
        "No longer listed by its source",
        "Listed again",
        f"{ON[SHOW]}: listed again",
        moved(SHOW, after),
    ]


def test_the_history_of_a_date_that_moves_names_the_date_of_that_time(harvest):
    harvest(0, vevent("a", "A", SHOW))
    harvest(1, vevent("a", "A", SHOW, "STATUS:CANCELLED"))
    harvest(2, vevent("a", "A", LATER))
    harvest(3, vevent("a", "A", LATER, "STATUS:CANCELLED"))
    harvest(4, vevent("a", "A", BEYOND))
    back = "status: scheduled, was canceled"
    off = "status: canceled, was scheduled"
    assert histories()["A"] == [
        "Status: canceled, was scheduled",
        f"{ON[SHOW]}: {off}",
        "Status: scheduled, was canceled",
        f"{ON[SHOW]}: {back}",
        moved(SHOW, LATER),
        "Status: canceled, was scheduled",
        f"{ON[LATER]}: {off}",
        "Status: scheduled, was canceled",
        f"{ON[LATER]}: {back}",
        moved(LATER, BEYOND),
    ]


def test_a_canceled_event_moves(harvest):
    harvest(0, vevent("a", "A", SHOW))
    assert counts(harvest(1, vevent("a", "A", BEYOND, "STATUS:CANCELLED"))) == (OK, 0, 1, 0)
    assert moved(SHOW, BEYOND) in histories()["A"]


def test_one_of_several_dates_of_a_series_that_is_written_out_moves(harvest):
    """The far dates of the series are known: a new one has moved there, and one that was there has not."""
    last = "DTSTART:20281226T190000Z"
    harvest(0, *(vevent("a", "A", start) for start in (SHOW, LATER, last, FURTHER)))
    known = outgoing()["A"]
    for day in (1, 2, 3):
        run = harvest(day, *(vevent("a", "A", start) for start in (SHOW, BEYOND, last, FURTHER)))
        assert counts(run) == (OK, 0, 1 if day == 1 else 0, 0)
        assert histories()["A"] == [moved(LATER, BEYOND)]
        assert ({*outgoing()["A"]}, any(off for _, off in outgoing()["A"].values())) == ({*known}, False)
    assert counts(harvest(4, *(vevent("a", "A", start) for start in (last, BEYOND, FURTHER)))) == (OK, 0, 1, 0)
    assert histories()["A"] == [moved(LATER, BEYOND), f"{ON[SHOW]}: no longer listed by its source"]


def test_uids_that_contain_the_start(harvest):
    """The Events Calendar writes `post-start-end@host`."""
    harvest(0, vevent("77-1859655600-1859662800", "A", SHOW))
    [uid] = outgoing()["A"]
    assert counts(harvest(1, vevent("77-1898967600-1898974800", "A", BEYOND))) == (OK, 0, 1, 0)
    assert outgoing()["A"] == {uid: (1, False)}


def test_an_event_that_a_rule_leaves_out_has_not_moved(harvest):
    harvest(0, vevent("a", "A", SHOW), vevent("b", "B", LATER))
    with transaction() as connection:
        connection.execute(text("""UPDATE sources SET rules = '{"exclude_titles": ["A"]}'"""))
    run = harvest(1, vevent("a", "A", BEYOND), vevent("b", "B", LATER))
    assert (run.withdrawn, run.left_out) == (1, 1)


@pytest.mark.parametrize("hour", [SHOW, "DTSTART:20281206T000000Z"], ids=["2 p.m.", "7 p.m."])
def test_a_day_that_gets_its_hour_names_no_midnight(harvest, hour):
    day = "DTSTART;VALUE=DATE:20281205"
    harvest(0, vevent("a", "A", day))
    assert counts(harvest(1, vevent("a", "A", hour))) == (OK, 0, 1, 0)
    assert counts(harvest(2, vevent("a", "A", day))) == (OK, 0, 1, 0)
    assert not any("midnight" in said for said in histories()["A"])


def test_a_series_that_google_splits_to_change_its_hour(harvest):
    """ "This and following": the later dates come under a UID of their own."""

    def google(uid, start, *lines):
        return vevent(uid, "A", f"DTSTART;TZID=Hall Time:{start}", *lines).replace("@hall.example", "@google.com")

    harvest(0, google("a", "20281205T190000", "RRULE:FREQ=WEEKLY;COUNT=3"))
    known = {*outgoing()["A"]}
    for day in (1, 2):
        first = google("a", "20281205T190000", "RRULE:FREQ=WEEKLY;UNTIL=20281212T045959Z")
        rest = google("a_R20281213T000000", "20281212T200000", "RRULE:FREQ=WEEKLY;COUNT=2")
        assert counts(harvest(day, first, rest)) == (OK, 0, 1 if day == 1 else 0, 0)
    assert {uid: off for uid, (_, off) in outgoing()["A"].items()} == dict.fromkeys(known, False)
    dates = [f"Tuesday, December {day}, 2028, {{}} p.m." for day in (12, 19)]
    assert histories()["A"] == [f"Moved from {date.format(7)} to {date.format(8)}" for date in dates]
