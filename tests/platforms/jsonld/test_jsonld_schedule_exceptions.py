"""The days that a schedule's exceptDate removes."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import Doubt
from tests.platforms.jsonld.structured_pages import event, only, read_block, starts

MONDAYS = {
    "@type": "Schedule",
    "startDate": "2027-03-01",
    "endDate": "2027-03-22",
    "repeatFrequency": "P1W",
    "byDay": "Monday",
    "startTime": "22:00",
    "scheduleTimezone": "America/New_York",
}


def days(found: Any) -> list[int]:
    return [one.local_date.day for one in found.occurrences]


def series(excepted: Any, **changes: Any) -> dict[str, Any]:
    return event(startDate="2027-03-01", eventSchedule={**MONDAYS, "exceptDate": excepted, **changes})


@pytest.mark.parametrize(
    ("excepted", "left"),
    [
        ("2027-03-08", [1, 15, 22]),
        ("2027-03-08T22:00", [1, 15, 22]),
        ("2027-03-09T03:00:00Z", [1, 15, 22]),
        ("20270309T030000Z", [1, 15, 22]),
        ("2027-03-09T04:00:00+01:00", [1, 15, 22]),
        ("2027-03-08T22:00:00-05:00", [1, 15, 22]),
        ("2027-03-08T00:00:00Z", [1, 15, 22]),
        ("03/08/2027", [1, 15, 22]),
        ("March 8, 2027", [1, 15, 22]),
        ("2027-03-08,2027-03-15", [1, 22]),
        ("2027-03-08; 2027-03-15;", [1, 22]),
        ("2027-03-09T03:00:00Z, 2027-03-15", [1, 22]),
        (["2027-03-08,2027-03-15", "2027-03-22"], [1]),
        ([{"@type": "Date", "@value": "2027-03-08"}], [1, 15, 22]),
        ("", [1, 8, 15, 22]),
    ],
)
def test_a_day_is_removed_in_the_schedules_zone(excepted: Any, left: list[int]) -> None:
    assert days(only(read_block(series(excepted)))) == left


def test_midnight_in_utc_is_the_hour_of_a_showing() -> None:
    found = only(read_block(series("2027-03-09T00:00:00Z", startTime="19:00")))
    assert days(found) == [1, 15, 22]


@pytest.mark.parametrize("excepted", ["Easter Monday", "2027-03-99", "2027-03-08, 2027-03-99"])
def test_a_day_that_cannot_be_read_removes_nothing_and_is_reported(excepted: str) -> None:
    reading = read_block(series(excepted))
    (found,) = reading.events
    assert starts(found)[0] == "2027-03-01T22:00:00-05:00"
    assert days(found)[-2:] == [15, 22]
    (problem,) = reading.problems
    assert isinstance(problem, Doubt)
    assert problem.title == "Tide Songs"
    assert repr(excepted.split(", ")[-1]) in problem.found
