"""When a source's hours suggest `utc_is_local` or `local_is_utc`."""

from __future__ import annotations

import pytest

from scrapers.platforms.ics.start_hours import StartHours
from tests.platforms.ics.ics_calendars import read

BOTH = {"utc_is_local", "local_is_utc"}
TOKYO = {"timezone": "Asia/Tokyo"}
NIGHT = "DTSTART:202612{day:02}T003000"
DAY = "DTSTART:202612{day:02}T190000"


def suggestion(*dtstarts, settings=BOTH, header="", timezone="America/New_York"):
    """What a feed with an event for each of these lines suggests."""
    events = [f"UID:{n}\nSUMMARY:Show\n{line.format(day=n)}" for n, line in enumerate(dtstarts, start=1)]
    hours = StartHours()
    hours.add(read(*events, header=header, timezone=timezone).events, timezone)
    return hours.suggestion(settings)


def setting_of(warning):
    return None if warning is None else warning.advice.partition(': set "')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("dtstart", "header"),
    [
        (NIGHT, ""),
        ("DTSTART;TZID=America/New_York:202612{day:02}T003000", ""),
        ("DTSTART;TZID=US/Eastern:202612{day:02}T003000", ""),
        ("DTSTART;TZID=America/New_York:202612{day:02}T003000", "X-WR-TIMEZONE:America/New_York"),
        (NIGHT, "X-WR-TIMEZONE:America/Chicago"),
    ],
)
def test_utc_times_without_a_mark(dtstart, header):
    assert setting_of(suggestion(*[dtstart] * 6, header=header)) == "local_is_utc"


@pytest.mark.parametrize(
    ("dtstart", "header"),
    [
        ("DTSTART:202612{day:02}T190000Z", ""),
        ("DTSTART;TZID=UTC:202612{day:02}T190000", ""),
        ("DTSTART:202612{day:02}T190000Z", "X-WR-TIMEZONE:Asia/Seoul"),
    ],
)
def test_local_times_marked_as_utc(dtstart, header):
    assert setting_of(suggestion(*[dtstart] * 6, header=header, **TOKYO)) == "utc_is_local"


def test_mornings_marked_as_utc_in_america():
    assert setting_of(suggestion(*["DTSTART:202612{day:02}T100000Z"] * 5)) == "utc_is_local"


def test_the_warning_names_both_settings_and_what_to_do():
    warning = suggestion(*[NIGHT] * 6, DAY, DAY)
    assert (warning.kind, warning.field) == ("SourceError", "DTSTART")
    assert warning.found == (
        "6 of 8 events start between midnight and 6 a.m.; 6 of these would start between 8 a.m. and 11 p.m. with "
        "local_is_utc"
    )
    for part in ('"local_is_utc": true', "utc_is_local", "Compare some events with the site", "to false"):
        assert part in warning.advice


def test_a_nightclub_gets_a_suggestion_at_most():
    """1 a.m. would be 8 p.m. with the setting: the feed alone can't tell."""
    assert setting_of(suggestion(*["DTSTART:202612{day:02}T010000"] * 6)) == "local_is_utc"


@pytest.mark.parametrize(
    "dtstarts",
    [
        pytest.param([NIGHT] * 4, id="four events"),
        pytest.param([NIGHT] * 5 + [DAY] * 5, id="only half at night"),
        pytest.param([NIGHT] * 4 + ["DTSTART;VALUE=DATE:202612{day:02}"] * 6, id="all-day events"),
        pytest.param(["DTSTART:202612{day:02}T000000\nDTEND:202612{day:02}T235900"] * 6, id="midnight to midnight"),
        pytest.param(["DTSTART;TZID=Hall Time:202612{day:02}T003000"] * 6, id="no known hour"),
        pytest.param(["DTSTART:202612{day:02}T060000"] * 6, id="at six"),
        pytest.param(["DTSTART:202612{day:02}T055900"] * 6, id="at night either way"),
        pytest.param(["DTSTART:202612{day:02}T063000Z"] * 6, id="before eight with the setting"),
        pytest.param(["DTSTART;TZID=Europe/Berlin:202612{day:02}T003000"] * 6, id="another zone"),
        pytest.param(["DTSTART:202612{day:02}T003000-0500"] * 6, id="an offset of its own"),
    ],
)
def test_no_suggestion(dtstarts):
    assert suggestion(*dtstarts) is None


def test_most_of_those_at_night_must_move():
    marked = "DTSTART:202612{day:02}T053000Z"  # with utc_is_local, at 5:30 instead of half past midnight
    assert suggestion(*[NIGHT] * 3, *[marked] * 3) is None
    assert setting_of(suggestion(*[NIGHT] * 4, *[marked] * 3)) == "local_is_utc"


def test_a_long_series_counts_once():
    series = "DTSTART:20261201T003000\nRRULE:FREQ=DAILY;COUNT=30"
    assert suggestion(series, *[DAY] * 5) is None


def test_an_event_in_two_feeds_counts_once():
    hours = StartHours()
    events = read(*(f"UID:{n}\nSUMMARY:Show\n{NIGHT.format(day=n)}" for n in range(1, 5))).events
    for _ in range(2):
        hours.add(events, "America/New_York")
    assert hours.suggestion(BOTH) is None


def test_a_setting_that_somebody_has_decided_is_not_suggested():
    assert suggestion(*[NIGHT] * 6, settings={"utc_is_local"}) is None
