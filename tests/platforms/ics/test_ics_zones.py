"""Which zone the times of a calendar are in."""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.platforms.ics.ics_calendars import definition, only, read, starts


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("America/Denver", "2026-10-11T02:00:00+00:00"),
        ("america/denver", "2026-10-11T02:00:00+00:00"),
        ("US/Mountain", "2026-10-11T02:00:00+00:00"),
        ("/freeassociation.example/Tzfile/America/Denver", "2026-10-11T02:00:00+00:00"),
        ("Mountain Standard Time", "2026-10-11T02:00:00+00:00"),
        ("Mountain Standard Time 1", "2026-10-11T02:00:00+00:00"),
        ('"(UTC-07:00) Mountain Time (US & Canada)"', "2026-10-11T02:00:00+00:00"),
        ('"(GMT-07:00) Mountain Time (US and Canada)"', "2026-10-11T02:00:00+00:00"),
        ('"(UTC+09:30) Adelaide"', "2026-10-10T09:30:00+00:00"),
        ("Europe/Berlin", "2026-10-10T18:00:00+00:00"),
        ("UTC", "2026-10-10T20:00:00+00:00"),
        ("EST", "2026-10-11T00:00:00+00:00"),
        ("UTC-5", "2026-10-11T00:00:00+00:00"),
        ("UTC+3", "2026-10-10T17:00:00+00:00"),
        ('"GMT+05:45"', "2026-10-10T14:15:00+00:00"),
    ],
)
def test_a_zone_by_any_name(zone: str, utc: str) -> None:
    event = only(read(f"UID:x\nSUMMARY:Talk\nDTSTART;TZID={zone}:20261010T200000"))
    assert event.occurrences[0].starts_at.astimezone(UTC).isoformat() == utc


def test_a_nameless_zone_is_known_by_its_definition() -> None:
    series = "UID:x\nSUMMARY:Talk\nDTSTART;TZID=Custom Zone:20261031T200000\nRRULE:FREQ=WEEKLY;COUNT=2"
    event = only(read(series, zones=definition("Custom Zone")))
    assert starts(event) == ["2026-10-31T20:00:00-05:00", "2026-11-07T20:00:00-06:00"]
    assert event.occurrences[0].timezone == "America/Chicago"


def test_a_zone_like_no_other_tells_its_moments_in_the_zone_of_the_source() -> None:
    series = "UID:x\nSUMMARY:Talk\nDTSTART;TZID=Own Zone:20261114T200000\nRRULE:FREQ=WEEKLY;COUNT=2"
    event = only(read(series, zones=definition("Own Zone", "BYMONTH=11;BYDAY=3SU")))
    assert starts(event) == ["2026-11-14T20:00:00-05:00", "2026-11-21T21:00:00-05:00"]
    assert event.occurrences[0].timezone == "America/New_York"


def test_a_definition_with_two_names_and_one_with_a_location() -> None:
    twice = definition("Hall Zone", extra="TZID:Other\n")
    assert starts(only(read("UID:x\nSUMMARY:Talk\nDTSTART;TZID=Hall Zone:20261010T200000", zones=twice))) == [
        "2026-10-10T20:00:00-05:00"
    ]
    placed = definition("Hall Zone", "BYMONTH=1;BYDAY=3SU", extra="X-LIC-LOCATION:Europe/Rome\n")
    event = only(read("UID:x\nSUMMARY:Talk\nDTSTART;TZID=Hall Zone:20261010T200000", zones=placed))
    assert event.occurrences[0].timezone == "Europe/Rome"


def test_an_unknown_zone_leaves_the_hour_unknown_and_says_so() -> None:
    reading = read("UID:x\nSUMMARY:Talk\nDTSTART;TZID=Customized Time Zone:20261010T200000")
    [event], [problem] = reading.events, reading.problems
    assert [(one.to_json()["starts_at"], one.time_known, one.ends_at) for one in event.occurrences] == [
        ("2026-10-10", False, None)
    ]
    assert problem.field == "TZID"
    assert "Customized Time Zone" in problem.found


def test_utc_and_floating_times_follow_x_wr_timezone_else_the_source() -> None:
    events = ("UID:u\nSUMMARY:Utc\nDTSTART:20261010T200000Z", "UID:f\nSUMMARY:Floating\nDTSTART:20261010T200000")
    plain, moved = read(*events), read(*events, header="X-WR-TIMEZONE:America/Denver")
    assert [starts(event) for event in plain.events] == [["2026-10-10T16:00:00-04:00"], ["2026-10-10T20:00:00-04:00"]]
    assert [starts(event) for event in moved.events] == [["2026-10-10T14:00:00-06:00"], ["2026-10-10T20:00:00-06:00"]]
    assert read(*events, header="X-WR-TIMEZONE:UTC").events == plain.events


def test_local_times_that_a_site_calls_utc() -> None:
    series = "UID:u\nSUMMARY:Utc\nDTSTART:20261030T190000Z\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=UTC:20261106T190000"
    event = only(read(series, utc_is_local=True))
    assert starts(event) == ["2026-10-30T19:00:00-04:00", "2026-11-13T19:00:00-05:00"]
