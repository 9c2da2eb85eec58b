"""The recorded exchange with a LibCal list."""

from __future__ import annotations

from pathlib import Path

from quality.accuracy.folder import body_of
from scrapers.platforms.libcal import reader as libcal
from tests.platforms.recorded_facts import context, rows

FILE = "libcal/tess-libcal-vcr.yml"


def test_the_one_event(real: Path) -> None:
    reading = libcal.read_events(body_of(real / FILE), context(FILE, "Europe/Amsterdam", now="2022-01-01"))
    assert len(reading.events) == int(rows(real)[FILE].events)
    assert reading.problems == ()
    (event,) = reading.events
    assert event.title == rows(real)[FILE].first_fact.partition(" | ")[0]
    occurrence = event.occurrences[0].to_json()
    assert (occurrence["starts_at"], occurrence["ends_at"]) == (
        "2022-01-10T13:00:00+01:00",
        "2022-01-10T15:00:00+01:00",
    )
    assert event.url is not None
    assert event.url.endswith(f"/event/{event.uid}")
    assert (event.venue, len(event.categories)) == (None, 1)


def test_there_is_only_one_page(real: Path) -> None:
    assert libcal.next_page(body_of(real / FILE), context(FILE, "Europe/Amsterdam"), 1) is None
