"""Recorded feeds have INDEX.tsv's counts and facts, and those of their expected files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import PageChanged
from core.items import EventItem, EventStatus
from scrapers.platforms.rss import reader as rss
from scrapers.reading.contract import Reading
from tests.platforms.recorded_facts import context, occurrences, rows, untrue

ZONES = {
    "carbonhouse/radius-rss.xml": "America/Chicago",
    "rss/civicplus-sample.xml": "America/Denver",
    "rss/judell-bloomington-latest.xml": "America/Indiana/Indianapolis",
    "rss/libcal-highplains-sample.xml": "America/Denver",
    "rss/sidearm-caltech-sample.xml": "America/Los_Angeles",
}
DATELESS = {"rss/civicplus-sample.xml": 1, "rss/sidearm-caltech-sample.xml": 1}
SERIES = {"rss/judell-bloomington-latest.xml": (44, 100)}
"""100 items, each a date. Items with one address are one event."""


def read(real: Path, file: str) -> Reading:
    return rss.read_events((real / file).read_bytes(), context(file, ZONES[file]))


@pytest.mark.parametrize("file", sorted(ZONES))
def test_counts_and_facts(real: Path, file: str) -> None:
    row, reading = rows(real)[file], read(real, file)
    count = int(row.events)
    assert (len(reading.events), occurrences(reading)) == SERIES.get(file, (count, count))
    assert [problem.field for problem in reading.problems] == ["starts_at"] * DATELESS.get(file, 0)
    assert untrue(reading, file, "rss") == []


def test_other_xml_is_not_a_feed(real: Path) -> None:
    with pytest.raises(PageChanged, match="meetings"):
        rss.read_events((real / "rss/boarddocs-chi_teacherpension.xml").read_bytes(), context("", "America/Chicago"))


@pytest.mark.parametrize("name", ["civicplus", "libcal-highplains", "sidearm-caltech"])
def test_expected_files(real: Path, name: str) -> None:
    file = f"rss/{name}-sample.xml"
    expected = json.loads((real / f"{file}.expected").read_text(encoding="utf-8"))["expect"]
    events = read(real, file).events
    for facts, event in zip(expected, events, strict=False):
        assert_has(event, facts)
    assert len(events) >= len(expected)


def assert_has(event: EventItem, facts: dict[str, Any]) -> None:
    occurrence = event.occurrences[0].to_json()
    # The feed puts the school's name before the sport; the expected file leaves it out.
    assert event.title.endswith(facts["title"])
    assert str(occurrence["starts_at"]).startswith(facts["start"])
    assert str(occurrence["ends_at"]).startswith(facts.get("end", ""))
    assert occurrence["all_day"] is facts.get("all_day", False)
    assert (event.status is EventStatus.CANCELLED) is (facts.get("status") == "cancelled")
    if "location" in facts:
        assert event.venue is not None
        assert ", ".join(part for part in (event.venue.name, event.venue.address) if part) == facts["location"]
    if "uid" in facts:
        assert event.uid.endswith(facts["uid"])
    if "description" in facts:
        assert event.description == facts["description"]
    assert event.categories == tuple(facts.get("categories", ()))


def test_the_day_in_a_carbonhouse_title(real: Path) -> None:
    (event,) = read(real, "carbonhouse/radius-rss.xml").events
    assert (event.uid, event.title) == ("1000001", "Market Nights 2026")
    assert event.occurrences[0].to_json()["starts_at"] == "2026-08-07"
    assert event.occurrences[0].time_known is False
    assert event.ticket_url == "https://www.axs.com/events/1000001/market-nights-tickets"


def test_a_day_without_a_year_in_a_title(real: Path) -> None:
    first = read(real, "rss/judell-bloomington-latest.xml").events[0]
    assert (first.title, first.occurrences[0].to_json()["starts_at"]) == ("A2Z", "2026-08-21T12:00:00-04:00")
    assert first.venue is not None
    assert first.venue.name == "Neal-Marshall Black Culture Center Courtyard"
