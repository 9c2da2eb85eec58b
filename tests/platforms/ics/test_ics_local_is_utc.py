"""Sites that write UTC times without saying so: `local_is_utc`."""

from __future__ import annotations

import pytest

from tests.platforms.ics.ics_calendars import only, read, starts

EVENING = ["2026-10-10T20:30:00-04:00"]


def shown(dtstart: str, **options: str) -> list[str]:
    return starts(only(read(f"UID:x\nSUMMARY:Talk\n{dtstart}", local_is_utc=True, **options)))


@pytest.mark.parametrize(
    "dtstart",
    [
        "DTSTART:20261011T003000",
        "DTSTART;TZID=America/New_York:20261011T003000",
        "DTSTART;TZID=US/Eastern:20261011T003000",
        "DTSTART;TZID=Eastern Standard Time:20261011T003000",
        "DTSTART;TZID=EDT:20261011T003000",
        "DTSTART;TZID=UTC-5:20261011T003000",
        "DTSTART;TZID=America/New_York:20261011T003000Z",
    ],
)
def test_times_without_a_zone_or_in_the_sites_own_are_utc(dtstart):
    assert shown(dtstart) == EVENING


@pytest.mark.parametrize(
    "dtstart", ["DTSTART:20261011T003000Z", "DTSTART;TZID=UTC:20261011T003000", "DTSTART:20261010T203000-0400"]
)
def test_times_that_say_what_they_are_stay(dtstart):
    assert shown(dtstart) == EVENING


def test_a_time_in_another_zone_stays():
    assert shown("DTSTART;TZID=Europe/Berlin:20261011T023000") == ["2026-10-11T02:30:00+02:00"]


def test_a_day_stays():
    assert shown("DTSTART;VALUE=DATE:20261011") == ["2026-10-11"]


def test_an_unknown_zone_leaves_the_hour_unknown():
    [event] = read("UID:x\nSUMMARY:Talk\nDTSTART;TZID=Hall Time:20261011T003000", local_is_utc=True).events
    assert starts(event) == ["2026-10-11"]
    assert not event.occurrences[0].time_known


@pytest.mark.parametrize("dtstart", ["DTSTART:20261011T003000", "DTSTART;TZID=America/Denver:20261011T003000"])
def test_the_calendars_zone_is_the_sites_own(dtstart):
    assert shown(dtstart, header="X-WR-TIMEZONE:America/Denver") == ["2026-10-10T18:30:00-06:00"]


def test_the_end_is_utc_too():
    event = only(read("UID:x\nSUMMARY:Talk\nDTSTART:20261011T003000\nDTEND:20261011T020000", local_is_utc=True))
    assert event.occurrences[0].to_json()["ends_at"] == "2026-10-10T22:00:00-04:00"


@pytest.mark.parametrize("header", ["", "X-WR-TIMEZONE:America/New_York"])
@pytest.mark.parametrize("zone", ["", ";TZID=America/New_York"])
def test_a_series_with_its_exceptions(zone, header):
    """Its rule counts in UTC, as if its times were marked: the Saturdays of the feed are Friday evenings."""
    series = (
        f"UID:x\nSUMMARY:Talk\nDTSTART{zone}:20261010T003000\nRRULE:FREQ=WEEKLY;BYDAY=SA;UNTIL=20261031T003000\n"
        f"EXDATE{zone}:20261017T003000"
    )
    moved = f"UID:x\nSUMMARY:Talk\nRECURRENCE-ID{zone}:20261024T003000\nDTSTART{zone}:20261024T013000"
    event = only(read(series, moved, header=header, local_is_utc=True))
    assert starts(event) == ["2026-10-09T20:30:00-04:00", "2026-10-23T21:30:00-04:00", "2026-10-30T20:30:00-04:00"]


def test_without_the_setting_the_times_count_as_written():
    """As they must for a nightclub."""
    assert starts(only(read("UID:x\nSUMMARY:Late set\nDTSTART:20261011T010000"))) == ["2026-10-11T01:00:00-04:00"]
