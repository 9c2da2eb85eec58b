"""Which event a skipped record could be, and which records aren't events."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.errors import BadRecord
from scrapers.reading.contract import Reading
from tests.platforms.jsonld.structured_pages import event, only, read_block, read_page

SEASON = {"@type": "EventSeries", "name": "Spring Fest"}


def identity(problem: BadRecord) -> tuple[str, str, date | None]:
    return problem.uid, problem.title, problem.day


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"startDate": "2028-12-99T20:00:00"}, ("", "Tide Songs", None)),
        ({"startDate": "TBA", "url": "/shows/tide"}, ("tide", "Tide Songs", None)),
        ({"startDate": None, "@id": "#tide"}, ("#tide", "Tide Songs", None)),
        ({"startDate": None, "@id": "_:b0"}, ("", "Tide Songs", None)),
        ({"startDate": None, "eventSchedule": {"startDate": "soon", "byDay": "Monday"}}, ("", "Tide Songs", None)),
        ({"startDate": None, "eventSchedule": {"byDay": "Funday"}, "url": "/e/1"}, ("e/1", "Tide Songs", None)),
        ({"startDate": None, "subEvent": [{"startDate": "soon"}]}, ("", "Tide Songs", None)),
        ({"name": None}, ("", "", date(2026, 11, 5))),
        ({"name": None, "startDate": "2026-11-06T02:00:00Z"}, ("", "", date(2026, 11, 5))),
        ({"name": "", "startDate": "soon", "url": "/shows/tide"}, ("tide", "", None)),
        ({"name": None, "startDate": "soon"}, ("", "", None)),
    ],
)
def test_a_skipped_record_says_which_event_it_could_be(record: dict[str, Any], expected: tuple[Any, ...]) -> None:
    reading = read_block(event(**record))
    assert reading.events == ()
    assert {identity(problem) for problem in reading.problems if type(problem) is BadRecord} == {expected}


def test_so_does_one_in_microdata() -> None:
    reading = read_page(
        '<div itemscope itemtype="https://schema.org/Event"><a itemprop="url" href="/shows/tide">'
        '<b itemprop="name">Tide Songs</b></a><time itemprop="startDate" datetime="2028-12-99">soon</time></div>'
    )
    assert [identity(problem) for problem in reading.problems] == [("tide", "Tide Songs", None)]


@pytest.mark.parametrize(
    "page",
    [
        event(superEvent=SEASON),
        event(superEvent=[SEASON]),
        event(superEvent={"@type": "Event", "name": "Spring Fest", "url": "/fest"}),
        {"@graph": [event(superEvent={"@id": "#fest"}), {**SEASON, "@type": "Festival", "@id": "#fest"}]},
        [event(superEvent={**SEASON, "@id": "#fest"}), {"@type": "Event", "name": "Spring Fest", "@id": "#fest"}],
        [event(), SEASON],
        {"@type": "Event", "name": "Spring Fest", "subEvent": [event()]},
        {"@type": "Festival", "name": "Spring Fest", "subEvents": [event(superEvent=SEASON)]},
    ],
)
def test_what_only_holds_events_together_is_not_an_event(page: Any) -> None:
    assert only(read_block(page)).title == "Tide Songs"


def test_what_only_holds_events_together_in_microdata() -> None:
    found = read_page(
        '<div itemscope itemtype="https://schema.org/Event"><b itemprop="name">Tide Songs</b>'
        '<time itemprop="startDate" datetime="2026-11-05T19:30"></time>'
        '<p itemprop="superEvent" itemscope itemtype="https://schema.org/Event">'
        '<b itemprop="name">Spring Fest</b></p></div>'
    )
    assert only(found).title == "Tide Songs"


@pytest.mark.parametrize(
    "record",
    [
        event(startDate=None),
        event(startDate="", subEvent=[event(name="Opening", startDate=None)]),
        event(startDate="TBA", **{"@type": "EventSeries"}),
    ],
)
def test_an_event_without_a_date_is_reported(record: dict[str, Any]) -> None:
    reading: Reading = read_block(record)
    assert reading.events == ()
    assert "Tide Songs" in {problem.title for problem in reading.problems}


def test_a_series_with_dates_is_an_event() -> None:
    series = event(**{"@type": "EventSeries"}, startDate=None, subEvent=[{"startDate": "2026-11-05T19:30"}])
    assert only(read_block(series)).title == "Tide Songs"
