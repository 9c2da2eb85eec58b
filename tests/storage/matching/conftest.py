"""Listings of a made-up town, and how two of them are judged."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.matching.gazetteer import learn
from storage.matching.listing import Listing
from storage.matching.prepared import prepare

ZONE = ZoneInfo("America/New_York")
HALL = "Gray Heron Hall, 12 Water St, Harborville, FL 34236"
TOWN = learn(
    [
        HALL,
        "Tide Theatre, 3 Dune Ln, Palmetto Key, FL",
        "Lantern Cinema, 7 Mill St, Harborville, FL",
        "Regal Cinema, 90 Bay Rd, Palmetto Key, FL",
    ]
)


@pytest.fixture
def town():
    return TOWN


@pytest.fixture
def listing():
    """A factory: `at` is "19:30" or "5 19:30" (the day of December 2026), `hours` the length."""

    def make(title, at="19:30", *, hours=None, venue=HALL, source="City Calendar", **fields):
        day, _, clock = at.rpartition(" ")
        start = datetime.fromisoformat(f"2026-12-{int(day or 4):02} {clock}").replace(tzinfo=ZONE)
        end = None if hours is None else start + timedelta(hours=hours)
        return prepare(Listing(title, start, end, venue=venue, source=source, **fields), TOWN)

    return make
