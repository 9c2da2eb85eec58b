"""What a feed's unreadable parts keep listed, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage.runs.ledger import RunStatus

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, NOW, add_feeds, count, stored

SHOWS = [vevent(f"e{n}", f"Show {n}", f"DTSTART:202812{n:02}T190000Z") for n in range(1, 8)]
SERIES = ("series", "Series", "DTSTART;TZID=America/New_York:20281205T190000")
OPEN_END = vevent("zz", "Broken", "DTSTART:20281225T190000Z").replace("END:VEVENT\r\n", "")
LISTED = "SELECT count(*) FROM occurrences WHERE withdrawn_at IS NULL"


@pytest.fixture
def publish(crawls):
    """`publish(day, events)` harvests a feed of these events on that day."""
    with serving() as server:
        server.tagged = False
        add_feeds(FEEDS, [server.url("/a.ics")])

        def harvest(day, *events):
            server.bodies["/a.ics"] = vcalendar(events)
            now = datetime.fromisoformat(NOW) + timedelta(days=day)
            return crawls(FEEDS, spider="ics", now=now.isoformat())

        yield harvest


@pytest.mark.parametrize(
    "unreadable",
    ["BEGIN:VEVENT\r\nEND:VEVENT\r\n", OPEN_END, vevent("zz", "Broken", "DTSTART:soon")],
    ids=["empty", "without an end", "without a date"],
)
def test_a_part_that_is_no_missing_event_protects_none(publish, unreadable):
    publish(0, *SHOWS, unreadable)
    run = publish(1, *SHOWS[:6], unreadable)
    assert (run.status, run.withdrawn, run.error_count) == (RunStatus.OK, 1, 1)
    assert not any(event[0] == "Show 7" for event in stored(FEEDS).values())


def test_a_large_loss_is_believed_all_the_same(publish):
    publish(0, *SHOWS, "BEGIN:VEVENT\r\nEND:VEVENT\r\n")
    runs = [publish(day, *SHOWS[:4], "BEGIN:VEVENT\r\nEND:VEVENT\r\n") for day in (1, 2, 3)]
    assert [run.status for run in runs] == [RunStatus.SUSPECT, RunStatus.SUSPECT, RunStatus.OK]
    assert len(stored(FEEDS)) == 4


@pytest.mark.parametrize("line", ["DTSTART:soon", "DESCRIPTION:A text", "X-NOTE:nothing", "UID:\r\nSUMMARY:"])
def test_a_record_that_says_nothing_keeps_an_event_for_three_days(publish, line):
    nothing = f"BEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\n"
    publish(0, *SHOWS)
    runs = [publish(day, *SHOWS[:6], nothing) for day in (1, 2, 3)]
    assert [(run.status, run.withdrawn) for run in runs] == [(RunStatus.OK, 0), (RunStatus.OK, 0), (RunStatus.OK, 1)]
    assert not any(event[0] == "Show 7" for event in stored(FEEDS).values())


def test_a_body_that_is_cut_short_takes_nothing_away(publish):
    publish(0, *SHOWS)
    for day in (1, 2, 3, 4):
        run = publish(day, *SHOWS[:3], "END:NOTHING\r\n", "BEGIN:VCALENDAR\r\n")
        assert (run.status, run.withdrawn) == (RunStatus.SUSPECT, 0)
    assert len(stored(FEEDS)) == 7


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RRULE:FREQ=DAILY;COUNT=60", "RRULE:FREQ=DAILY;COUNT=-60"),
        ("RRULE:FREQ=DAILY;COUNT=5", "RRULE:FREQ=DAILY;COUNT=five"),
        ("RDATE:20281206T190000,20281207T190000,20281208T190000", "RDATE:every evening until the 8th"),
    ],
)
def test_a_rule_that_became_unreadable_takes_no_showing_away(publish, before, after):
    publish(0, *SHOWS, vevent(*SERIES, before))
    showings = count(LISTED)
    for day in (1, 2, 3):
        run = publish(day, *SHOWS, vevent(*SERIES, after))
        assert (run.status, run.withdrawn, len(run.errors) > 0, count(LISTED)) == (RunStatus.OK, 0, True, showings)


def test_a_series_that_began_long_ago_stays_under_a_rule_that_became_unreadable(publish):
    begun = ("old", "Weekly", "DTSTART;TZID=America/New_York:20270102T190000")
    publish(0, *SHOWS, vevent(*begun, "RRULE:FREQ=WEEKLY;BYDAY=SA"))
    showings = count(LISTED)
    run = publish(1, *SHOWS, vevent(*begun, "RRULE:FREQ=WEEKLY;BYDAY=SAT"))
    assert (run.status, run.withdrawn, [error["field"] for error in run.errors]) == (RunStatus.OK, 0, ["RRULE"])
    assert count(LISTED) == showings
