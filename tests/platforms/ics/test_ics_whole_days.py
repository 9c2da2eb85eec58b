"""Whole days that feeds write as times, and times that only look like them."""

from __future__ import annotations

import pytest

from .ics_calendars import only, read

TALK = "UID:talk@hall\nSUMMARY:Harbor Talk\n"
NEW_YORK = "DTSTART;TZID=America/New_York:20261205T000000"
MARK = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"


def days_of(occurrence):
    return occurrence.starts_at.date().isoformat(), (occurrence.ends_at.date() - occurrence.starts_at.date()).days


@pytest.mark.parametrize(
    ("lines", "first", "days"),
    [
        ("DTSTART:20261205T000000Z\nDURATION:PT24H", "2026-12-05", 1),
        ("DTSTART:20261205T000000Z\nDURATION:P2D", "2026-12-05", 2),
        (f"{NEW_YORK}\nDURATION:P1D", "2026-12-05", 1),
        (f"{NEW_YORK}\nDURATION:PT24H", "2026-12-05", 1),
        (f"{NEW_YORK}\nDURATION:P1W", "2026-12-05", 7),
        (f"{NEW_YORK}\nDURATION:P1DT0H0M0S", "2026-12-05", 1),
        (f"{NEW_YORK}\nDURATION:P0D", "2026-12-05", 1),
        (f"{NEW_YORK}\nDURATION:PT0S", "2026-12-05", 1),
        ("DTSTART:20261205T000000\nDURATION:P2D", "2026-12-05", 2),
        ("DTSTART:20261205T000000\nDURATION:PT1440M", "2026-12-05", 1),
        ("DTSTART;TZID=America/New_York:20261031T000000\nDURATION:P2D", "2026-10-31", 2),
        ("DTSTART:20261205T050000Z\nDTEND:20261206T050000Z", "2026-12-05", 1),
        ("DTSTART:20261031T040000Z\nDTEND:20261102T050000Z", "2026-10-31", 2),
        ("DTSTART:20261205T050000Z\nDTEND:20261205T050000Z", "2026-12-05", 1),
        ("DTSTART:20261205T050000Z\nDURATION:P1D", "2026-12-05", 1),
        ("DTSTART:20261205T050000Z\nDTEND:20261206T045900Z", "2026-12-05", 1),
        ("DTSTART:20261205T000000Z\nDTEND:20261205T235959Z", "2026-12-05", 1),
        ("DTSTART:20261205T000000Z\nDTEND:20261206T235900Z", "2026-12-05", 2),
        (f"{NEW_YORK}\nDTEND:20261206T050000Z", "2026-12-05", 1),
        ("DTSTART:20261205T050000Z\nDTEND;TZID=America/New_York:20261206T000000", "2026-12-05", 1),
        ("DTSTART:20261205T000000-0500\nDTEND:20261206T000000-0500", "2026-12-05", 1),
        ("DTSTART:20261205T000000\nDTEND;VALUE=DATE:20261206", "2026-12-05", 1),
        (f"{NEW_YORK}\nDTEND;VALUE=DATE:20261205", "2026-12-05", 1),
        ("DTSTART;VALUE=DATE:20261205T000000", "2026-12-05", 1),
        ("DTSTART;VALUE=DATE:20261205T000000\nDTEND;VALUE=DATE:20261207T000000", "2026-12-05", 2),
        (f"DTSTART:20261205T000000Z\nDTEND:20261205T000000Z\n{MARK}", "2026-12-05", 1),
    ],
)
@pytest.mark.parametrize("header", ["", "X-WR-TIMEZONE:America/New_York"])
def test_days_written_as_times(lines, first, days, header):
    [occurrence] = only(read(f"{TALK}{lines}", header=header)).occurrences
    assert (occurrence.all_day, *days_of(occurrence)) == (True, first, days)


@pytest.mark.parametrize("header", ["", "X-WR-TIMEZONE:America/New_York"])
def test_no_length_at_midnight_utc_is_an_hour_of_the_evening(header):
    [occurrence] = only(read(f"{TALK}DTSTART:20261205T000000Z\nDTEND:20261205T000000Z", header=header)).occurrences
    assert not occurrence.all_day
    assert occurrence.to_json()["starts_at"] == "2026-12-04T19:00:00-05:00"


@pytest.mark.parametrize(
    ("zone", "all_day"),
    [
        ("Europe/Berlin", True),
        ("Europe/London", True),
        ("Africa/Nairobi", True),
        ("Asia/Singapore", False),
        ("America/Los_Angeles", False),
        ("Australia/Sydney", False),
    ],
)
def test_no_length_at_midnight_utc_is_a_day_where_nothing_starts_then(zone, all_day):
    [occurrence] = only(read(f"{TALK}DTSTART:20261205T000000Z\nDTEND:20261205T000000Z", timezone=zone)).occurrences
    assert occurrence.all_day is all_day
    if all_day:
        assert days_of(occurrence) == ("2026-12-05", 1)


@pytest.mark.parametrize(
    "lines",
    [
        f"{NEW_YORK}\nDURATION:PT2H",
        f"{NEW_YORK}\nDURATION:P1DT2H",
        f"{NEW_YORK}",
        "DTSTART:20261205T000000Z\nDURATION:PT3H",
        "DTSTART:20261205T010000Z\nDTEND:20261206T010000Z",
        "DTSTART:20261205T050000Z\nDTEND:20261205T070000Z",
        "DTSTART:20261205T050000Z",
        "DTSTART:20261204T230000Z\nDTEND:20261205T050000Z",
        f"{NEW_YORK}\nDURATION:-P1D",
        "DTSTART;VALUE=DATE:20261205T190000",
    ],
)
def test_other_lengths_from_midnight_stay_times(lines):
    [occurrence] = only(read(f"{TALK}{lines}")).occurrences
    assert (occurrence.all_day, occurrence.time_known) == (False, True)


def test_a_series_of_days_keeps_its_days_over_the_change_of_the_clock():
    event = only(read(f"{TALK}DTSTART:20261025T040000Z\nDTEND:20261026T040000Z\nRRULE:FREQ=WEEKLY;COUNT=2"))
    assert [days_of(one) for one in event.occurrences] == [("2026-10-25", 1), ("2026-11-01", 1)]
    google = only(
        read(
            f"{TALK}DTSTART:20261025T000000Z\nDTEND:20261026T000000Z\nRRULE:FREQ=WEEKLY;COUNT=2",
            header="X-WR-TIMEZONE:America/New_York",
        )
    )
    assert [days_of(one) for one in google.occurrences] == [("2026-10-25", 1), ("2026-11-01", 1)]
