"""Dates and hours in one line, as people write them."""

from __future__ import annotations

from datetime import date, time

import pytest

from core.errors import BadRecord
from scrapers.reading.dates import read_dates, read_times

NOW = date(2026, 11, 22)


def days_of(text: str) -> str:
    span = read_dates(text, now=NOW)
    return ("/" if span.is_range else " ").join(f"{day:%m-%d}" for day in span.days)


def hours_of(text: str) -> str:
    read = read_times(text)
    starts = " ".join(f"{start:%H:%M}" for start in read.starts)
    doors = "" if read.doors is None else f"({read.doors:%H:%M}) "
    return doors + starts + ("" if read.ends is None else f"-{read.ends:%H:%M}")


@pytest.mark.parametrize(
    ("text", "days", "hours"),
    [
        ("Fri, Dec 4 · 7:30 PM", "12-04", "19:30"),
        ("Friday, December 4, 2026 at 7:30 PM", "12-04", "19:30"),
        ("Fri 12/4 7:30pm", "12-04", "19:30"),
        ("12/4/26 @ 7:30p", "12-04", "19:30"),
        ("4 Dec, 19:30", "12-04", "19:30"),
        ("2026-12-04 19:30", "12-04", "19:30"),
        ("2026-12-04 7:30 PM", "12-04", "19:30"),
        ("Fri, Dec 4 • 7:30 PM – 10:00 PM EST", "12-04", "19:30-22:00"),
        ("Fri, Dec 4, 7:30 – 10 PM", "12-04", "19:30-22:00"),
        ("Dec 4 | Doors 7PM | Show 8PM", "12-04", "(19:00) 20:00"),
        ("Dec 4, 2026 Doors 6 / Show 7", "12-04", "(18:00) 19:00"),
        ("Dec 4, 2026 7 & 9pm", "12-04", "19:00 21:00"),
        ("Fri & Sat, Dec 4 & 5, 7 & 9:30pm", "12-04 12-05", "19:00 21:30"),
        ("Dec 4 - 7:30 PM", "12-04", "19:30"),
        ("Dec 4, 7 - 9 PM", "12-04", "19:00-21:00"),
        ("7-9pm, Dec 4", "12-04", "19:00-21:00"),
        ("7:30 PM - Fri, Dec 4", "12-04", "19:30"),
        ("Friday, Dec 4 from 6 to 9 PM", "12-04", "18:00-21:00"),
        ("Friday, Dec 4 until 10 PM", "12-04", ""),
        ("Sat. Dec. 5, 12 noon – 4 p.m.", "12-05", "12:00-16:00"),
        ("Tue, Dec 1, 2026, 12:00 Noon - 1:00 PM", "12-01", "12:00-13:00"),
        ("Saturday 5 December 2026, 12 noon", "12-05", "12:00"),
        ("the 4th of December, 8 PM", "12-04", "20:00"),
        ("Dec 4, 2026 8:00 PM GMT+8", "12-04", "20:00"),
        ("Dec 4-6, 8pm", "12-04/12-06", "20:00"),
        ("Fri.-Sun., Dec. 4-6, 2026", "12-04/12-06", ""),
        ("Dec 4, 2026 (times vary)", "12-04", ""),
        ("Show 7, Dec 4", "12-04", "19:00"),
        ("Dec 4/5", "12-04 12-05", ""),
        ("Dec. 4/5, 8pm", "12-04 12-05", "20:00"),
        ("New Year's Eve, Dec 31", "12-31", ""),
        ("Halloween, Oct 31, 2026, 7pm", "10-31", "19:00"),
        ("December 4, 2026 — TBA", "12-04", ""),
        ("Dec 4 - time TBD", "12-04", ""),
    ],
)
def test_a_line_with_dates_and_hours(text: str, days: str, hours: str) -> None:
    assert (days_of(text), hours_of(text)) == (days, hours)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("12:00 noon", "12:00"),
        ("12:00 Noon - 1:00 PM", "12:00-13:00"),
        ("12 noon to 1 pm", "12:00-13:00"),
        ("12:00 NN - 1:00 PM", "12:00-13:00"),
        ("10 a.m. – noon", "10:00-12:00"),
        ("12:00 noon & 6:00 PM", "12:00 18:00"),
        ("noon to midnight", "12:00-00:00"),
        ("8 PM - 12 midnight", "20:00-00:00"),
        ("8:00 PM - 12:00 Midnight", "20:00-00:00"),
        ("7:30 p.m. (GMT+8)", "19:30"),
        ("7:30 PM GMT +8", "19:30"),
        ("19:00 GMT+08:00", "19:00"),
        ("8pm UTC-5", "20:00"),
        ("from 7:30 p.m. until 10 p.m.", "19:30-22:00"),
        ("7pm ends 10pm", "19:00-22:00"),
        ("10am ~ 4pm", "10:00-16:00"),
        ("7pm onwards", "19:00"),
        ("7:30p - 9p", "19:30-21:00"),
        ("19h30 - 22h", "19:30-22:00"),
        ("19:30 hrs", "19:30"),
        ("7 in the evening", "19:00"),
        ("730pm - 1000 PM", "19:30-22:00"),
        ("Doors @ 7 / Show @ 8", "(19:00) 20:00"),
        ("7:30 p", "19:30"),
        ("7:30 p - 9 p.m.", "19:30-21:00"),
        ("1900 hrs", "19:00"),
        ("1900 hrs - 2130 hrs", "19:00-21:30"),
        ("10 a.m.-12", "10:00-12:00"),
        ("12N-1P", "12:00-13:00"),
        ("noontime", "12:00"),
    ],
)
def test_hours_in_words_and_other_forms(text: str, hours: str) -> None:
    assert hours_of(text) == hours


@pytest.mark.parametrize(
    ("text", "zone", "clear"),
    [
        ("8 PM GMT+8", "Asia/Manila", True),
        ("8 PM (UTC+08:00)", "Asia/Singapore", True),
        ("8 PM SGT", "Asia/Singapore", True),
        ("8 PM GMT+8", "America/New_York", False),
        ("8 PM UTC-5", "America/New_York", True),
        ("8 PM GMT-0400", "America/New_York", True),
        ("8 PM GMT+5:30", "Asia/Kolkata", True),
        ("8 PM UTC", "America/New_York", False),
        ("8 PM UTC", "Europe/London", False),
        ("8 PM GMT", "Europe/London", True),
        ("8 PM EST", "America/New_York", True),
        ("8 PM Eastern Time", "America/New_York", True),
        ("8 PM ET", "America/Chicago", False),
        ("8 PM MST", "America/Phoenix", True),
        ("7:30 PM (GMT+8) - 9:30 PM (GMT+8)", "Asia/Manila", True),
    ],
)
def test_hours_with_a_zone_count_only_in_the_source_s_zone(text: str, zone: str, clear: bool) -> None:
    assert read_times(text).starts
    if clear:
        assert read_times(text, zone=zone) == read_times(text)
    else:
        with pytest.raises(BadRecord, match="another time zone"):
            read_times(text, zone=zone)


@pytest.mark.parametrize(
    "text",
    [
        "midnight to noon",
        "midnight to midnight",
        "10 PM & midnight",
        "5 noon",
        "7pm ET / 5pm PT",
        "Dec 4 at 7:30pm, Dec 5 at 2pm",
        "Dec 4 7pm - Dec 6 9pm",
        "Dec 4 at 7",
        "8 hours",
        "Every Friday 7pm",
        "1930",
    ],
)
def test_unclear_hours_of_a_line(text: str) -> None:
    with pytest.raises(BadRecord) as caught:
        read_times(text)
    assert text in caught.value.found


@pytest.mark.parametrize(
    ("text", "doors", "ends"),
    [
        ("12 midnight", None, None),
        ("12:00 Midnight", None, None),
        ("Fri, Dec 4 · midnight", None, None),
        ("Starts at midnight", None, None),
        ("midnight - 3 am", None, time(3)),
        ("12:00 midnight to 2:30 a.m.", None, time(2, 30)),
        ("Doors 11 PM / Show midnight", time(23), None),
    ],
)
def test_midnight_is_the_end_of_its_day(text: str, doors: time | None, ends: time | None) -> None:
    times = read_times(text)
    assert (times.midnight, times.starts, times.doors, times.ends) == (True, (), doors, ends)


@pytest.mark.parametrize("text", ["Dec 4, 2026, 7", "12/4 - 6", "Doors 7 / Show 8", "Fri 7:30 PM", "Every Friday 7pm"])
def test_unclear_dates_of_a_line(text: str) -> None:
    with pytest.raises(BadRecord) as caught:
        read_dates(text, now=NOW)
    assert text in caught.value.found


@pytest.mark.parametrize(
    "text",
    [
        "Thru Jan 3, 2027",
        "Until Dec 20",
        "Through January 3",
        "till Dec. 20",
        "Ends Dec 20",
        "to Jan 3",
        "Until Sunday, Dec 20",
    ],
)
def test_an_end_without_a_start_is_not_a_day(text: str) -> None:
    with pytest.raises(BadRecord, match="an end without a start"):
        read_dates(text, now=NOW)


@pytest.mark.parametrize(
    "text", ["Saturday 10am-4pm, Sunday 11am-3pm", "Fri 7pm, Sat 2pm", "Sat 10am; Sun 11am; Mon noon"]
)
def test_hours_of_different_weekdays_are_unclear(text: str) -> None:
    with pytest.raises(BadRecord, match="different hours"):
        read_times(text)


@pytest.mark.parametrize(
    "text",
    ["Dec 12-13, Saturday 10am-4pm, Sunday 11am-3pm", "Dec. 12-13, 2026: Sat 10 a.m.-4 p.m.; Sun 11 a.m.-3 p.m."],
)
def test_the_days_before_hours_of_different_weekdays_are_known(text: str) -> None:
    assert days_of(text) == "12-12/12-13"
    with pytest.raises(BadRecord, match="different hours"):
        read_times(text)


@pytest.mark.parametrize(
    ("text", "zone", "start"),
    [
        ("7 PM ET / 4 PM PT", "America/New_York", time(19)),
        ("7 PM ET / 4 PM PT", "America/Los_Angeles", time(16)),
        ("7 PM ET / 4 PM PT", None, time(19)),
        ("Fri, Dec 4, 2026 · 4pm PT/7pm ET", "America/New_York", time(19)),
        ("8 PM Eastern, 7 PM Central, 5 PM Pacific", "America/Chicago", time(19)),
        ("7 PM (ET) / 4 PM (PT)", "America/New_York", time(19)),
        ("7 PM EST (00:00 GMT)", "America/New_York", time(19)),
        ("19:00 CET / 13:00 ET", "Europe/Berlin", time(19)),
        ("7 PM GMT-5 | 4 PM GMT-8", "America/New_York", time(19)),
    ],
)
def test_one_hour_in_several_zones(text: str, zone: str | None, start: time) -> None:
    assert read_times(text, zone=zone).starts == (start,)


def test_the_end_in_the_zone_of_the_start() -> None:
    found = read_times("8-9 PM ET / 5-6 PM PT", zone="America/New_York")
    assert (found.starts, found.ends) == ((time(20),), time(21))


@pytest.mark.parametrize("text", ["7 PM ET / 5 PM PT", "7 PM ET, 4 PM", "19:00 CET / 10:00 PT", "7 PM ET/PT"])
def test_hours_in_zones_that_do_not_fit(text: str) -> None:
    with pytest.raises(BadRecord):
        read_times(text, zone="America/Los_Angeles")


@pytest.mark.parametrize("written", ["8 o'clock p.m.", "8 o’clock pm", "8 o'clock in the evening"])
def test_o_clock(written):
    assert [f"{one:%H:%M}" for one in read_times(written).starts] == ["20:00"]
