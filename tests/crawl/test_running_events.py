"""Events of several days that have begun: they leave, move, and come under new UIDs like all others."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.runs.ledger import RunStatus

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds, stored

ZONE = ZoneInfo("America/New_York")


def now():
    """The real time, asked by each test: the database's clock decides what has begun."""
    return datetime.now(ZONE)


def day(number):
    return f"{now() + timedelta(days=number):%Y%m%d}"


def dates(first, end):
    return f"DTSTART;VALUE=DATE:{day(first)}", f"DTEND;VALUE=DATE:{day(end)}"


def times(start, end):
    start, end = (now() + timedelta(hours=hours) for hours in (start, end))
    return tuple(
        f"{name}:{at.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}" for name, at in zip(ENDS, (start, end), strict=True)
    )


ENDS = ("DTSTART", "DTEND")
BEGUN = {
    "exhibit": lambda: dates(-20, 200),
    "second day of a festival": lambda: times(-26, 20),
    "today": lambda: (f"DTSTART;VALUE=DATE:{day(0)}",),
}


@pytest.fixture
def publish(crawls):
    """`publish(events)` harvests a feed of these events and five others."""
    with serving() as server:
        server.tagged = False
        others = [vevent(f"e{n}", f"Show {n}", f"DTSTART:{day(n)}T190000Z") for n in range(2, 7)]
        add_feeds(FEEDS, [server.url("/a.ics")])

        def harvest(*events):
            server.bodies["/a.ics"] = vcalendar([*events, *others])
            return crawls(FEEDS, spider="ics", now=now().isoformat())

        yield harvest


@pytest.mark.parametrize("when", BEGUN.values(), ids=BEGUN)
def test_what_has_begun_and_leaves_is_withdrawn(publish, when):
    assert publish(vevent("x", "Exhibit", *when())).new == 6
    run = publish()
    assert (run.status, run.withdrawn, len(stored(FEEDS))) == (RunStatus.OK, 1, 5)


@pytest.mark.parametrize("first", [-19, 10], ids=["has begun", "is to begin"])
def test_dates_that_are_corrected_are_a_move(publish, first):
    publish(vevent("x", "Exhibit", *BEGUN["exhibit"]()))
    run = publish(vevent("x", "Exhibit", *dates(first, 200), "SEQUENCE:1"))
    assert (run.changed, run.withdrawn) == (1, 0)
    [found] = [one[-1] for one in stored(FEEDS).values() if one[0] == "Exhibit"]
    assert [one[:10] for one in found] == [f"{now() + timedelta(days=first):%Y-%m-%d}"]


def test_a_relaunch_keeps_it_once(publish):
    publish(vevent("x", "Exhibit", *BEGUN["exhibit"]()))
    run = publish(vevent("y", "Exhibit", *BEGUN["exhibit"]()))
    assert (run.new, run.withdrawn, len(stored(FEEDS))) == (0, 0, 6)


def test_a_show_that_has_begun_may_leave_its_feed(publish):
    publish(vevent("x", "Tonight", *times(-1, 2)))
    assert (publish().withdrawn, len(stored(FEEDS))) == (0, 6)
