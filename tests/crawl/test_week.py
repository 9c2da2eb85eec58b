"""A scripted week of one calendar, harvested once a day; its history reads right, event by event."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from app.feeds.kit.changes import change
from storage.database.engine import transaction
from storage.events.recent import read_recent
from storage.runs.ledger import RunStatus
from storage.search.listings import EventFilter

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds, count, stored

OK, SUSPECT = RunStatus.OK, RunStatus.SUSPECT
FIRST_DAY = datetime(2028, 11, 22, 17, tzinfo=UTC)
BROKEN = vevent("broken", "Broken", "DTSTART:soon")
"""A record that cannot be read, in the feed all week."""


class Calendar:
    """Fifteen events in December at 7 p.m., by number; what a test changes of them."""

    def __init__(self):
        self.prefix = "old"
        self.listed = dict.fromkeys(range(1, 16), ())
        self.starts = {number: f"202812{number:02}" for number in self.listed}
        self.earlier: tuple[str, ...] = ()
        """Of UIDs that the calendar has besides, for the same events."""

    def body(self):
        events = [
            vevent(f"{prefix}-{number}", f"Show {number}", f"DTSTART:{self.starts[number]}T190000Z", *lines)
            for prefix in (*self.earlier, self.prefix)
            for number, lines in self.listed.items()
        ]
        return vcalendar([*events, BROKEN])


@pytest.fixture
def week(crawls):
    """`week(day)` serves the calendar as it is and harvests it on that day."""
    with serving() as server:
        add_feeds(FEEDS, [server.url("/a.ics")])
        calendar = Calendar()

        def harvest(day):
            server.bodies["/a.ics"] = calendar.body()
            return crawls(FEEDS, spider="ics", now=(FIRST_DAY + timedelta(days=day)).isoformat())

        harvest.calendar = calendar
        yield harvest


def histories():
    """By title, what changed after the first harvest, in words."""
    with transaction() as connection:
        found = read_recent(connection, EventFilter(), since=datetime(2020, 1, 1, tzinfo=UTC), after=None, limit=1000)
    said = defaultdict(list)
    for one in found:
        if one.field is not None:
            said[one.title].append(change(one, "UTC"))
    return said


@pytest.mark.parametrize("overlap", [0, 1], ids=["at once", "overlapping"])
def test_a_week(week, overlap):
    """overlap: for so many days, the relaunched calendar also has the old UIDs. The event that moved to 2030 is not
    due."""
    calendar = week.calendar
    assert (week(0).new, len(stored(FEEDS))) == (15, 15)

    del calendar.listed[1]
    left = week(1)
    assert (left.status, left.withdrawn, left.rejected) == (OK, 1, 1)

    calendar.starts |= {2: "20281228", 4: "20300405", 5: "20251205"}
    calendar.listed[2] = ("SEQUENCE:1",)
    moved = week(2)
    assert (moved.status, moved.changed, moved.withdrawn, len(stored(FEEDS))) == (OK, 3, 0, 14)

    calendar.starts[5] = "20281205"

    calendar.listed[3] = ("STATUS:CANCELLED",)
    assert (week(3).changed, len(stored(FEEDS))) == (2, 14)

    calendar.listed = {1: (), **calendar.listed}
    assert (week(4).changed, len(stored(FEEDS))) == (1, 15)

    calendar.prefix = "new"
    if overlap:
        calendar.earlier = ("old",)
        both = week(5)
        assert (both.status, both.withdrawn, both.errors[1:]) == (OK, 0, [])
        calendar.earlier = ()
    relaunched = week(5 + overlap)
    assert (relaunched.status, relaunched.new, relaunched.withdrawn, len(stored(FEEDS))) == (OK, 0, 0, 15)
    assert [error["field"] for error in relaunched.errors if error["kind"] == "Note"] == ["UID"]
    assert count("SELECT count(*) FROM events") == 15

    for number in range(9, 16):
        del calendar.listed[number]
    ending = [week(day + overlap) for day in (6, 7, 8)]
    assert [run.status for run in ending] == [SUSPECT, SUSPECT, OK]
    assert ending[0].reason == "7 of 14 events are missing at once; none was withdrawn"
    assert [run.withdrawn for run in ending] == [0, 0, 7]
    assert (week(9 + overlap).status, len(stored(FEEDS))) == (OK, 8)

    gone = ["No longer listed by its source", "{day}: no longer listed by its source"]
    expected = {
        "Show 1": [
            "Friday, December 1, 2028, 7 p.m.: no longer listed by its source",
            "No longer listed by its source",
            "Listed again",
            "Friday, December 1, 2028, 7 p.m.: listed again",
        ],
        "Show 2": ["Moved from Saturday, December 2, 2028, 7 p.m. to Thursday, December 28, 2028, 7 p.m."],
        "Show 4": ["Moved from Monday, December 4, 2028, 7 p.m. to Friday, April 5, 2030, 7 p.m."],
        "Show 5": [
            "Moved from Tuesday, December 5, 2028, 7 p.m. to Friday, December 5, 2025, 7 p.m.",
            "Moved from Friday, December 5, 2025, 7 p.m. to Tuesday, December 5, 2028, 7 p.m.",
        ],
        "Show 3": [
            "Status: canceled, was scheduled",
            "Sunday, December 3, 2028, 7 p.m.: status: canceled, was scheduled",
        ],
    }
    found = histories()
    assert {title: found[title] for title in expected} == expected
    for number in range(9, 16):
        day = datetime(2028, 12, number, tzinfo=UTC)
        assert sorted(found[f"Show {number}"]) == sorted(
            text.format(day=f"{day:%A, %B} {number}, 2028, 7 p.m.") for text in gone
        )
    assert set(found) == {*expected, *(f"Show {number}" for number in range(9, 16))}


def test_one_unreadable_record_protects_only_itself(week):
    calendar = week.calendar
    calendar.listed = dict.fromkeys(range(1, 8), ())
    week(0)
    del calendar.listed[7]
    assert [(run.status, run.withdrawn) for run in (week(1), week(2))] == [(OK, 1), (OK, 0)]
    assert len(stored(FEEDS)) == 6
