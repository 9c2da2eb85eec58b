"""One showing with its first and last hour: past midnight, till late, from doors to the end."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import BadRecord
from scrapers.reading.dates import read_dates, read_times

NOW = date(2026, 11, 22)


def read(text: str) -> str:
    """`12-04 (doors) starts-end`"""
    span, times = read_dates(text, now=NOW), read_times(text)
    days = ("/" if span.is_range else " ").join(f"{day:%m-%d}" for day in span.days)
    return f"{days} {hours(text)}" if times.starts else days


def hours(text: str) -> str:
    times = read_times(text)
    doors = "" if times.doors is None else f"({times.doors:%H:%M}) "
    starts = " ".join(f"{start:%H:%M}" for start in times.starts)
    return doors + starts + ("" if times.ends is None else f"-{times.ends:%H:%M}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri, Dec 4, 2026 10 PM – Sat, Dec 5, 2026 2 AM", "12-04 22:00-02:00"),
        ("Fri Dec 4 10pm - Sat Dec 5 2am", "12-04 22:00-02:00"),
        ("Dec 4 @ 10:00 pm - Dec 5 @ 2:00 am", "12-04 22:00-02:00"),
        ("Dec 31 9 PM to Jan 1, 2027 1 AM", "12-31 21:00-01:00"),
        ("12/4/2026 9:00 PM - 12/5/2026 1:00 AM", "12-04 21:00-01:00"),
        ("2026-12-04 22:00 - 2026-12-05 02:00", "12-04 22:00-02:00"),
        ("10 PM Dec 4 - 2 AM Dec 5", "12-04 22:00-02:00"),
        ("Fri, Dec 4, 10pm – Sat 2am", "12-04 22:00-02:00"),
        ("4 Dec 22:00 – 5 Dec 02:00", "12-04 22:00-02:00"),
        ("Sat 28 Feb 2026, 10pm - Sun 1 Mar, 3am", "02-28 22:00-03:00"),
        ("Fri, Dec 4, 2026 10 PM EST – Sat, Dec 5, 2026 2 AM EST", "12-04 22:00-02:00"),
        ("Dec 4, 10 PM - Dec 5, 12:00 AM", "12-04 22:00-00:00"),
        ("Dec 4 7pm - Dec 4 9pm", "12-04 19:00-21:00"),
        ("Sat Dec 5, 10pm–2am", "12-05 22:00-02:00"),
    ],
)
def test_a_showing_over_midnight_is_on_its_first_day(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ["Dec 4 7pm - Dec 6 9pm", "Dec 4 7pm - Dec 5 9pm", "Dec 4 at 7:30pm, Dec 5 at 2pm"])
def test_days_with_hours_of_their_own_are_not_one_showing(text: str) -> None:
    assert len(read_dates(text, now=NOW).days) == 2
    with pytest.raises(BadRecord, match="different hours"):
        read_times(text)


def test_a_showing_does_not_last_a_year() -> None:
    with pytest.raises(BadRecord, match="one showing from 2026-12-04 to 2027-12-05"):
        read_dates("Dec 4, 2026 10 PM - Dec 5, 2027 1 AM", now=NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8 till late", "20:00"),
        ("from 8 until late", "20:00"),
        ("9 'til late", "21:00"),
        ("9:30-late", "21:30"),
        ("10 to late", "22:00"),
        ("8pm till late", "20:00"),
        ("6pm to close", "18:00"),
        ("20:00 till late", "20:00"),
        ("8pm til midnight", "20:00-00:00"),
        ("8:00 til 11:00 pm", "20:00-23:00"),
        ("10am until 4", "10:00-16:00"),
        ("10pm till 2", "22:00-02:00"),
        ("9am to 5", "09:00-17:00"),
    ],
)
def test_hours_until_something(text: str, expected: str) -> None:
    assert hours(text) == expected


def test_late_in_a_month_is_not_an_hour() -> None:
    with pytest.raises(BadRecord):
        read_dates("Dec 4 till late January", now=NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doors 7 / show 8", "(19:00) 20:00"),
        ("Doors: 7 | Show: 8", "(19:00) 20:00"),
        ("7 doors/8 show", "(19:00) 20:00"),
        ("Doors 7pm/8pm show", "(19:00) 20:00"),
        ("doors open at 7, music at 8", "(19:00) 20:00"),
        ("7 p.m. (doors 6 p.m.)", "(18:00) 19:00"),
        ("7pm Doors / 8pm Show / 11pm Close", "(19:00) 20:00-23:00"),
        ("Doors 19:00, show 20:00, curfew 23:00", "(19:00) 20:00-23:00"),
        ("7.30pm for 8pm", "(19:30) 20:00"),
        ("7 for 7:30pm", "(19:00) 19:30"),
    ],
)
def test_doors_and_show(text: str, expected: str) -> None:
    assert hours(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("04-Dec-2026", "12-04"),
        ("4-Dec-26, 8pm", "12-04 20:00"),
        ("Dec-4-2026", "12-04"),
        ("12-4-2026 8:00 PM", "12-04 20:00"),
        ("4.12.2026, 20 Uhr", "12-04 20:00"),
        ("4.12.2026 20.00 uur", "12-04 20:00"),
        ("Dec 4, around 8pm", "12-04 20:00"),
        ("Dec 4, 7:30pm-ish", "12-04 19:30"),
        ("Dec 4, 1900h", "12-04 19:00"),
        ("Fri, Dec 4 • 7:30 PM + 2 more", "12-04 19:30"),
        ("Save the date: Dec 4", "12-04"),
        ("Sat 12/5, 10 am (rain date 12/6)", "12-05 10:00"),
        ("Dec 5, rain date Dec 6", "12-05"),
        ("New date: Dec 5 (was Nov 3)", "12-05"),
    ],
)
def test_other_forms_of_a_day_and_its_hour(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ["Closes Jan 3", "Closing Jan 3, 2027"])
def test_a_closing_day_is_not_the_day_of_a_showing(text: str) -> None:
    with pytest.raises(BadRecord, match="an end without a start"):
        read_dates(text, now=NOW)
