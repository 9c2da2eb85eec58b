"""When an event of a calendar takes place: recurrences, exceptions, instances moved, and the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.errors import Doubt
from core.items import EventStatus
from scrapers.platforms.ics.reader import STEPS_PER_EVENT, STEPS_PER_READING
from scrapers.reading.contract import Window
from tests.platforms.ics.ics_calendars import SHOW, only, read, starts


def test_a_single_event_is_one_occurrence_without_a_recurrence_id() -> None:
    event = only(read(f"{SHOW}\nDTEND;TZID=America/New_York:20261010T223000"))
    [one] = event.occurrences
    assert one.to_json() == {
        "starts_at": "2026-10-10T20:00:00-04:00",
        "ends_at": "2026-10-10T22:30:00-04:00",
        "all_day": False,
        "timezone": "America/New_York",
        "time_known": True,
        "recurrence_id": None,
        "status": "scheduled",
    }
    assert event.raw["starts_at"] == "DTSTART;TZID=America/New_York:20261010T200000"


def test_a_weekly_event_keeps_its_hour_when_the_clocks_change() -> None:
    event = only(read(f"{SHOW}\nRRULE:FREQ=WEEKLY;UNTIL=20261115T050000Z"))
    assert starts(event)[2:5] == [
        "2026-10-24T20:00:00-04:00",
        "2026-10-31T20:00:00-04:00",
        "2026-11-07T20:00:00-05:00",
    ]
    assert [one.recurrence_id for one in event.occurrences][3:5] == ["20261101T000000Z", "20261108T010000Z"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261012T235959", "2026-10-12"),
        ("20261012", "2026-10-12"),
        ("20261013T000000Z", "2026-10-12"),
        ("20261012T235959Z", "2026-10-11"),
    ],
    ids=["local", "date", "utc at the start", "utc before the start"],
)
def test_until_in_every_form(until: str, last: str) -> None:
    event = only(read(f"{SHOW}\nRRULE:FREQ=DAILY;UNTIL={until}"))
    assert starts(event)[-1][:10] == last


def test_until_of_a_series_of_dates_may_be_a_time() -> None:
    event = only(read("UID:f\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261010\nRRULE:FREQ=DAILY;UNTIL=20261012T040000Z"))
    assert starts(event) == ["2026-10-10", "2026-10-11", "2026-10-12"]


def test_exceptions_and_extras_in_every_form() -> None:
    event = only(
        read(
            f"{SHOW}\nDURATION:PT2H\nRRULE:FREQ=DAILY;COUNT=6\n"
            "EXDATE;TZID=America/New_York:20261011T200000,20261012T200000\n"
            "EXDATE:20261014T000000Z\n"
            "EXDATE;VALUE=DATE:20261014\n"
            "RDATE;TZID=America/New_York:20261101T013000\n"
            "RDATE;VALUE=PERIOD:20261120T010000Z/20261120T013000Z,20261121T010000Z/PT3H\n"
            "RDATE;VALUE=DATE:20261130"
        )
    )
    assert starts(event) == [
        "2026-10-10T20:00:00-04:00",
        "2026-10-15T20:00:00-04:00",
        "2026-11-01T01:30:00-04:00",
        "2026-11-19T20:00:00-05:00",
        "2026-11-20T20:00:00-05:00",
        "2026-11-30T20:00:00-05:00",
    ]
    lengths = [one.ends_at.astimezone(UTC) - one.starts_at.astimezone(UTC) for one in event.occurrences if one.ends_at]
    assert lengths == [timedelta(hours=hours) for hours in (2, 2, 2, 0.5, 3, 2)]


def test_overrides_move_cancel_and_rename_instances() -> None:
    event = only(
        read(
            f"{SHOW}\nRRULE:FREQ=DAILY;COUNT=4",
            "UID:show@hall\nSUMMARY:Late Quartet\nRECURRENCE-ID:20261012T000000Z\nDTSTART:20261011T180000Z",
            "UID:show@hall\nSUMMARY:Late Quartet\nRECURRENCE-ID;TZID=America/New_York:20261012T200000\n"
            "DTSTART;TZID=America/New_York:20261012T200000\nSTATUS:CANCELLED",
            "UID:show@hall\nSUMMARY:Late Trio\nRECURRENCE-ID;VALUE=DATE:20261013\n"
            "DTSTART;TZID=America/New_York:20261013T210000",
        )
    )
    assert [(one["starts_at"], one["recurrence_id"], one["status"]) for one in map(json_of, event.occurrences)] == [
        ("2026-10-10T20:00:00-04:00", "20261011T000000Z", "scheduled"),
        ("2026-10-11T14:00:00-04:00", "20261012T000000Z", "scheduled"),
        ("2026-10-12T20:00:00-04:00", "20261013T000000Z", "cancelled"),
        ("2026-10-13T21:00:00-04:00", "20261014T000000Z", "scheduled"),
    ]
    assert event.status is EventStatus.SCHEDULED
    assert [one.title for one in event.occurrences] == [None, None, None, "Late Trio"]


def json_of(occurrence: Any) -> dict[str, Any]:
    return dict(occurrence.to_json())


def test_this_and_future_moves_the_rest_of_the_series() -> None:
    event = only(
        read(
            f"{SHOW}\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=4",
            "UID:show@hall\nSUMMARY:Late Quartet\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:"
            "20261024T200000\nDTSTART;TZID=America/New_York:20261025T190000\nDURATION:PT1H",
        )
    )
    assert starts(event) == [
        "2026-10-10T20:00:00-04:00",
        "2026-10-17T20:00:00-04:00",
        "2026-10-25T19:00:00-04:00",
        "2026-11-01T19:00:00-05:00",
    ]
    assert event.occurrences[3].ends_at == datetime(2026, 11, 2, 1, tzinfo=UTC)


def test_an_override_without_its_series_stands_alone() -> None:
    event = only(read("UID:x\nSUMMARY:Guest night\nRECURRENCE-ID:20261012T000000Z\nDTSTART:20261012T230000Z"))
    assert [one.recurrence_id for one in event.occurrences] == ["20261012T000000Z"]


def test_a_start_that_the_rule_does_not_give_is_no_instance() -> None:
    event = only(read("UID:x\nSUMMARY:Saturday music\nDTSTART:20261004T180000\nRRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=2"))
    assert starts(event) == ["2026-10-10T18:00:00-04:00", "2026-10-17T18:00:00-04:00"]


def test_times_in_the_gap_and_in_the_overlap_of_the_clocks() -> None:
    event = only(
        read(
            "UID:x\nSUMMARY:Night watch\nDTSTART;TZID=America/New_York:20260308T023000\n"
            "RDATE;TZID=America/New_York:20261101T013000"
        )
    )
    assert starts(event) == ["2026-03-08T03:30:00-04:00", "2026-11-01T01:30:00-04:00"]


def test_a_duration_in_days_follows_the_calendar_and_an_end_is_exact() -> None:
    length = only(read("UID:x\nSUMMARY:Camp\nDTSTART;TZID=America/New_York:20261031T120000\nDURATION:P1D"))
    ending = only(
        read(
            "UID:x\nSUMMARY:Camp\nDTSTART;TZID=America/New_York:20261024T120000\nRRULE:FREQ=WEEKLY;COUNT=2\n"
            "DTEND;TZID=America/New_York:20261025T120000"
        )
    )
    assert json_of(length.occurrences[0])["ends_at"] == "2026-11-01T12:00:00-05:00"
    assert json_of(ending.occurrences[1])["ends_at"] == "2026-11-01T11:00:00-05:00"


@pytest.mark.parametrize(
    ("lines", "ends_at"),
    [
        ("DTEND;VALUE=DATE:20261012", "2026-10-12"),
        ("DTEND;VALUE=DATE:20261010", None),
        ("DTEND;VALUE=DATE:20261001", None),
        ("DURATION:P2D", "2026-10-12"),
        ("DURATION:P1W", "2026-10-17"),
        ("DTEND;TZID=America/New_York:20261011T120000", "2026-10-12"),
        ("", None),
    ],
)
def test_the_end_of_whole_days_is_exclusive(lines: str, ends_at: str | None) -> None:
    event = only(read(f"UID:x\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261010\n{lines}"))
    listed = json_of(event.occurrences[0])
    assert (listed["starts_at"], listed["ends_at"], listed["all_day"]) == ("2026-10-10", ends_at, True)


def test_midnight_to_the_last_minute_is_a_whole_day() -> None:
    event = only(read("UID:x\nSUMMARY:Closed\nDTSTART:20261126T050000Z\nDTEND:20261127T045900Z"))
    listed = json_of(event.occurrences[0])
    assert (listed["starts_at"], listed["ends_at"], listed["all_day"]) == ("2026-11-26", "2026-11-27", True)


@pytest.mark.parametrize(
    "end", ["DTEND:20261010T190000", "DTEND:20261010T200000", "DURATION:PT0S", "DURATION:P15M", "DTEND:soon"]
)
def test_an_end_that_is_none_is_null(end: str) -> None:
    event = only(read(f"UID:x\nSUMMARY:Talk\nDTSTART:20261010T200000\n{end}"))
    assert event.occurrences[0].ends_at is None
    assert event.raw["ends_at"] == end


def test_the_default_window_is_yesterday_to_thirteen_months_on() -> None:
    event = only(read("UID:x\nSUMMARY:Market\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY", window=None))
    assert starts(event)[0] == "2026-10-04"
    assert starts(event)[-1] == "2027-11-04"


def test_what_began_before_the_window_and_still_runs_is_inside() -> None:
    window = Window(starts=date(2026, 10, 12), ends=date(2026, 10, 14))
    reading = read(
        "UID:a\nSUMMARY:Exhibition\nDTSTART;VALUE=DATE:20261001\nDTEND;VALUE=DATE:20261013",
        "UID:b\nSUMMARY:Over\nDTSTART;VALUE=DATE:20261001\nDTEND;VALUE=DATE:20261012",
        "UID:c\nSUMMARY:Late party\nDTSTART:20261011T220000\nDTEND:20261012T020000",
        "UID:d\nSUMMARY:Too late\nDTSTART:20261014T000000",
        "UID:e\nSUMMARY:Long camps\nDTSTART;VALUE=DATE:20260901\nDURATION:P30D\nRRULE:FREQ=MONTHLY",
        window=window,
    )
    assert [(event.title, starts(event)) for event in reading.events] == [
        ("Exhibition", ["2026-10-01"]),
        ("Late party", ["2026-10-11T22:00:00-04:00"]),
        ("Long camps", ["2026-10-01"]),
    ]
    assert reading.problems == ()


def test_endless_rules_end_thirteen_months_on_or_with_the_window() -> None:
    endless = "UID:x\nSUMMARY:Market\nDTSTART;VALUE=DATE:20261001\nRRULE:FREQ=MONTHLY"
    assert starts(only(read(endless)))[-1] == "2027-11-01"
    far = only(read(endless, window=Window(ends=date(2029, 1, 1))))
    assert starts(far)[-1] == "2028-12-01"


def test_a_moved_instance_counts_where_it_went() -> None:
    event = only(
        read(
            "UID:x\nSUMMARY:Club\nDTSTART:20260101T190000\nRRULE:FREQ=MONTHLY;COUNT=6",
            "UID:x\nSUMMARY:Club\nRECURRENCE-ID:20260601T190000\nDTSTART:20261020T190000",
            window=None,
        )
    )
    assert starts(event) == ["2026-10-20T19:00:00-04:00"]


def test_a_feed_window_keeps_what_was_moved_out_of_it() -> None:
    club = (
        "UID:x\nSUMMARY:Club\nDTSTART:20260901T190000\nRRULE:FREQ=MONTHLY;COUNT=4",
        "UID:x\nSUMMARY:Club\nRECURRENCE-ID:20260901T190000\nDTSTART:20300101T190000",
        "UID:x\nSUMMARY:Club\nRECURRENCE-ID:20261101T190000\nDTSTART:20300301T190000",
        "UID:x\nSUMMARY:Club\nRECURRENCE-ID:20261201T190000\nDTSTART:20250301T190000",
    )
    days = Window(starts=date(2026, 10, 1), ends=date(2027, 1, 1))
    assert starts(only(read(*club, window=days))) == ["2026-10-01T19:00:00-04:00"]
    assert starts(only(read(*club, window=replace(days, moved_out=True)))) == [
        "2025-03-01T19:00:00-05:00",
        "2026-10-01T19:00:00-04:00",
        "2030-03-01T19:00:00-05:00",
    ]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;BYSECOND=0,1,2,3,4,5"])
def test_a_rule_without_measure_is_reported_and_the_others_come_through(rule: str) -> None:
    reading = read(
        f"UID:x\nSUMMARY:Tick\nDTSTART:20200101T000000\nRRULE:{rule}", SHOW, window=Window(ends=date(2080, 1, 1))
    )
    assert [(event.title, len(event.occurrences)) for event in reading.events] == [("Tick", 1), ("Late Quartet", 1)]
    [problem] = reading.problems
    assert (type(problem), problem.field, problem.url) == (Doubt, "RRULE", "https://hall.example/events/?ical=1")
    assert "Tick" in problem.found


def test_many_hostile_rules_share_one_budget() -> None:
    hostile = [f"UID:{number}\nSUMMARY:Tick\nDTSTART:20261005T000000\nRRULE:FREQ=SECONDLY" for number in range(80)]
    reading = read(*hostile, SHOW)
    assert len(reading.problems) == 80
    read_ones = [(event.title, len(event.occurrences)) for event in reading.events]
    assert read_ones[-2:] == [("Tick", 1), ("Late Quartet", 1)]
    assert STEPS_PER_READING < 80 * STEPS_PER_EVENT
