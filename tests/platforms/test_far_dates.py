"""Dates at the ends of the calendar, in every reader's fixtures: events or named errors, never a crash."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.errors import SourceError
from quality.accuracy import folder
from quality.places import PLATFORM_TESTS
from scrapers.platforms.recognition import read_events
from scrapers.reading.contract import Window, require_present

FIXTURES = {one.file: one for one in folder.judged("fixtures", PLATFORM_TESTS)}
DATE = re.compile(
    rb"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?|\d{8}T\d{6}Z?|\d{13}"
    rb"|\d{1,2}:\d{2}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?"
)
FAR = [
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "2200-12-31T23:59:59-12:00",
    "1900-01-01T00:00+14:00",
    "2026-12-31T24:00",
    "2026-11-01T01:30:00+23:59",
    "99991231T235959Z",
    "253402300799999",
    "-62135596800000",
    "1e308",
    "December 31, 9999 11:59 PM",
    "Dec 31 2200 11pm - 2am",
    "Jan 1 1900 12:00 noon",
    "12/31/9999",
    "",
]
PRESENT = [datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 12, 31, 23, 59, tzinfo=UTC)]


@pytest.mark.parametrize("far", FAR)
@pytest.mark.parametrize("file", FIXTURES)
def test_far_dates_in_a_body(file: str, far: str) -> None:
    one = FIXTURES[file]
    body = DATE.sub(far.encode(), one.body)
    for now in PRESENT:
        for window in (None, Window(), Window(starts=datetime.min.date(), ends=datetime.max.date())):
            try:
                reading = read_events(one.kind, body, replace(one.context, now=now, window=window))
            except SourceError:
                continue
            assert all(event.to_json() for event in reading.events)


@pytest.mark.parametrize("year", [1, 1969, 2201, 9999])
def test_a_present_that_cannot_be(year: int) -> None:
    with pytest.raises(ValueError, match="1970 to 2200"):
        require_present(datetime(year, 6, 1, tzinfo=UTC))
