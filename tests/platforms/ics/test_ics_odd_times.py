"""Times that programs write in the wrong place or the wrong form, though a person knows what they mean."""

from __future__ import annotations

import pytest

from core.errors import Doubt
from scrapers.platforms.ics.reader import read_events

from .ics_calendars import SHOW, calendar, context, dates, only, read, starts

TALK = "UID:talk@hall\nSUMMARY:Harbor Talk\n"
SEVEN = "2026-12-05T19:00:00-05:00"
SERIES = f"{SHOW}\nRRULE:FREQ=WEEKLY;COUNT=3"


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("DTSTART:TZID=America/New_York:20261205T190000", SEVEN),
        ("DTSTART:TZID=(UTC-05:00) Eastern Time (US & Canada):20261205T190000", SEVEN),
        ("DTSTART:TZID=America/Chicago:20261205T180000", "2026-12-05T18:00:00-06:00"),
        ("DTSTART:VALUE=DATE-TIME:20261205T190000", SEVEN),
        ("DTSTART:value=date-time:20261206T000000Z", SEVEN),
        ("DTSTART:VALUE=DATE:20261205", "2026-12-05"),
        ("DTSTART:VALUE=DATE:2026-12-05", "2026-12-05"),
        ("DTSTART:2026-12-05T::", "2026-12-05"),
        ("DTSTART:20261205T", "2026-12-05"),
        ("DTSTART;VALUE=DATE:2026-12-05T::", "2026-12-05"),
        ("DTSTART;TZID=America-New-York:20261205T190000", SEVEN),
        ("DTSTART;TZID=America/NewYork:20261205T190000", SEVEN),
        ("DTSTART;TZID=america.new_york:20261205T190000", SEVEN),
    ],
)
def test_a_start_in_an_odd_form(line, start):
    assert starts(only(read(f"{TALK}{line}"))) == [start]


@pytest.mark.parametrize("text", ["SUMMARY:VALUE=DATE: a talk", "SUMMARY:TZID=America/New_York: our zone"])
def test_a_text_with_such_words_stays_whole(text):
    event = only(read(f"UID:talk@hall\n{text}\nDTSTART;TZID=America/New_York:20261205T190000"))
    assert event.title == text.removeprefix("SUMMARY:")


@pytest.mark.parametrize(
    "exdate",
    [
        "EXDATE;TZID=America/New_York:20261017T000000",
        "EXDATE:20261017T000000",
        "EXDATE:20261017T040000Z",
        "EXDATE;TZID=America/New_York:20261017T000000,20261031T000000",
        "EXDATE;VALUE=DATE-TIME:20261017T000000",
        "EXDATE;TZID=Eastern Standard Time:20261017T000000",
    ],
)
def test_an_exdate_at_midnight_names_a_day_of_a_series_at_eight(exdate):
    assert dates(only(read(f"{SERIES}\n{exdate}"))) == ["2026-10-10", "2026-10-24"]


def test_an_exdate_at_midnight_leaves_another_hour_of_a_series_with_a_midnight():
    event = only(read(f"{SHOW}\nRRULE:FREQ=DAILY;BYHOUR=0,20;COUNT=3\nEXDATE;TZID=America/New_York:20261011T000000"))
    assert starts(event) == ["2026-10-10T20:00:00-04:00", "2026-10-11T20:00:00-04:00"]


@pytest.mark.parametrize(
    "instance",
    [
        ";TZID=America/New_York:20261017T000000",
        ":20261017T000000",
        ":20261017T040000Z",
        ";TZID=Eastern Standard Time:20261017T000000",
    ],
)
def test_an_override_at_midnight_replaces_the_instance_of_its_day(instance):
    moved = (
        f"UID:show@hall\nSUMMARY:Late Quartet\nRECURRENCE-ID{instance}\nDTSTART;TZID=America/New_York:20261018T150000"
    )
    assert starts(only(read(SERIES, moved))) == [
        "2026-10-10T20:00:00-04:00",
        "2026-10-18T15:00:00-04:00",
        "2026-10-24T20:00:00-04:00",
    ]


def test_two_rules_in_one_are_a_doubt():
    reading = read(f"{SHOW}\nRRULE:FREQ=WEEKLY;BYDAY=SA,FREQ=WEEKLY;BYDAY=SU;COUNT=3")
    assert dates(reading.events[0]) == ["2026-10-10"]
    [doubt] = reading.problems
    assert isinstance(doubt, Doubt)
    assert doubt.times_unread


@pytest.mark.parametrize(
    ("written", "title"),
    [(r"Jazz\r\nNight", "Jazz Night"), (r"Jazz\nNight", "Jazz Night"), (r"C:\\r\\n", r"C:\r\n")],
)
def test_an_escaped_return_is_part_of_the_line_end(written, title):
    body = calendar(f"UID:talk@hall\nSUMMARY:{written}\nDTSTART;TZID=America/New_York:20261205T190000")
    assert only(read_events(body, context())).title == title
