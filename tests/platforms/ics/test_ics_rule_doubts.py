"""A rule or a list of dates that cannot be read: the start stands, and a doubt with the event's UID says so."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import Doubt
from scrapers.reading.contract import Window

from .ics_calendars import SHOW, only, read, starts

DUE = Window(starts=date(2026, 10, 4), ends=date(2027, 11, 5))


def dates(event):
    return [one.local_date.isoformat() for one in event.occurrences]


@pytest.mark.parametrize(
    "line",
    [
        "RRULE:FREQ=WEEKLY;BYDAY=SAT",
        "RRULE:FREQ=DAILY;COUNT=-60",
        "RDATE:soon",
        "RRULE:FREQ=WEEKLY\nEXRULE:FREQ=SOMETIMES\nEXDATE;VALUE=DATE:20251010",
        "RRULE:FREQ=MINUTELY",
    ],
)
def test_a_series_without_a_date_left_reports_its_doubt(line):
    old = "UID:old@hall\nSUMMARY:Old Quartet\nDTSTART;TZID=America/New_York:20250104T190000"
    reading = read(f"{old}\n{line}", window=DUE)
    doubts = [problem for problem in reading.problems if isinstance(problem, Doubt)]
    assert {(doubt.uid, doubt.title) for doubt in doubts} == {("old@hall", "Old Quartet")}
    assert len(doubts) == len(reading.problems) >= 1


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MINUTELY",
        "FREQ=SECONDLY;UNTIL=20271010T200000",
        "FREQ=MINUTELY;INTERVAL=2",
        "FREQ=SECONDLY;COUNT=9000000",
        "FREQ=SECONDLY;INTERVAL=5",
    ],
)
def test_a_rule_that_recurs_too_often_leaves_its_start(rule):
    reading = read(f"{SHOW}\nRRULE:{rule}\nRDATE;TZID=America/New_York:20261020T200000", window=DUE)
    [event], [doubt] = reading.events, reading.problems
    assert dates(event) == ["2026-10-10", "2026-10-20"]
    assert (type(doubt), doubt.field, doubt.uid) == (Doubt, "RRULE", "show@hall")


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SA,SU;INTERVAL=2"])
def test_a_window_without_a_near_end_lists_what_an_event_may_have(rule):
    window = Window(starts=date(2026, 10, 4), ends=date(9999, 12, 31))
    reading = read(f"{SHOW}\nRRULE:{rule}", window=window)
    [event] = reading.events
    assert dates(event)[0] == "2026-10-10"
    assert len(event.occurrences) == 5000
    assert [problem.uid for problem in reading.problems] == ["show@hall"]


@pytest.mark.parametrize("mark", [";", "; ", " ", "\\,", "|", "\\;", ",;", ", "])
def test_lists_with_other_separators(mark):
    listed = mark.join(["20261017T200000", "20261024T200000"])
    event = only(read(f"{SHOW}\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=America/New_York:{listed}"))
    assert dates(event) == ["2026-10-10", "2026-10-31"]
    added = only(read(f"{SHOW}\nRDATE;TZID=America/New_York:{listed}"))
    assert dates(added) == ["2026-10-10", "2026-10-17", "2026-10-24"]


def test_a_list_of_days_and_of_periods_with_semicolons():
    event = only(read(f"{SHOW}\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;VALUE=DATE:2026-10-17;20261024"))
    assert dates(event) == ["2026-10-10", "2026-10-31"]
    periods = "20261017T200000/PT1H;20261018T200000/20261018T213000"
    added = only(read(f"{SHOW}\nRDATE;VALUE=PERIOD;TZID=America/New_York:{periods}"))
    assert starts(added)[1:] == ["2026-10-17T20:00:00-04:00", "2026-10-18T20:00:00-04:00"]


def test_a_zone_that_is_unknown_names_its_event():
    [doubt] = read("UID:a@hall\nSUMMARY:Talk\nDTSTART;TZID=Customized Time:20261010T190000").problems
    assert (doubt.field, doubt.uid, doubt.title) == ("TZID", "a@hall", "Talk")


def test_a_rule_that_repeats_the_property_s_name_is_read():
    assert starts(only(read(f"{SHOW}\nRRULE:RRULE:FREQ=DAILY;COUNT=3"))) == [
        f"2026-10-{day}T20:00:00-04:00" for day in (10, 11, 12)
    ]
