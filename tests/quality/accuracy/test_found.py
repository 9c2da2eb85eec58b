"""Faults that the measurement and the fuzzer found in the readers stay fixed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from core.errors import PageChanged
from scrapers.platforms.carbonhouse.reader import read_events
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.platforms.tribe import reader as tribe
from scrapers.reading.contract import Context
from scrapers.reading.text import plain_text

CONTEXT = Context(url="https://hall.example/events", timezone="Europe/London", now=datetime(2026, 10, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("The ’80s <Unplugged>", "The ’80s <Unplugged>"),
        ("<Live at Home> again", "<Live at Home> again"),
        ("<b>Loud</b> <br> & long", "Loud\n& long"),
        ("<marker>known</marker> to nobody", "known to nobody"),
        ("<path d=M1>", ""),
    ],
)
def test_words_in_angle_brackets_are_no_tags(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("start", "known"),
    [
        ("2026-05-23T19:00:00-04:00", True),
        ("2026-05-24T00:00:00+01:00", False),
        ("2026-05-23T23:00:00Z", False),
        ("2026-05-24T00:00", False),
    ],
)
def test_an_hour_elsewhere_that_is_midnight_here_is_an_hour(start: str, known: bool) -> None:
    node = json.dumps({"@type": "Event", "name": "Gulls", "startDate": start})
    page = f'<html><body><script type="application/ld+json">{node}</script></body></html>'
    (event,) = jsonld.read_events(page.encode(), CONTEXT).events
    assert event.occurrences[0].time_known is known
    assert event.occurrences[0].starts_at == datetime(2026, 5, 23, 23, tzinfo=UTC)


def test_an_event_nested_too_deep_is_a_problem_and_the_next_one_is_read() -> None:
    deep = f'<div class="vevent">{"<div>" * 200}x{"</div>" * 200}</div>'
    good = (
        '<div class="vevent"><b class="summary">Gulls</b><abbr class="dtstart" title="2026-11-05T19:30">x</abbr></div>'
    )
    reading = jsonld.read_events(f"<html><body>{deep}{good}</body></html>".encode(), CONTEXT)
    assert [event.title for event in reading.events] == ["Gulls"]
    assert [problem.field for problem in reading.problems] == ["h-event"]


def test_a_control_character_behind_a_showing() -> None:
    heading = '<div class="event_heading"><h1>Gulls</h1></div>'
    page = f'<html><body>{heading}<ul><p>a</p><li id="showing_1" class="m-date__">x</li>&#8;b</ul></body></html>'
    with pytest.raises(PageChanged):
        read_events(page.encode(), CONTEXT)


def test_half_a_character_in_a_rest_answer_is_made_visible() -> None:
    record = {
        "id": 1,
        "title": "Gu\ud83dlls <b>x</b>",
        "url": "https://hall.example/event/1/",
        "start_date": "2026-11-05 18:00:00",
    }
    body = json.dumps({"events": [record], "next_rest_url": ""}).encode()
    (event,) = tribe.read_events(body, CONTEXT).events
    assert event.title == "Gu\ufffdlls x"
