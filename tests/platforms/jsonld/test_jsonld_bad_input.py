"""Pages without structured data, other bodies, and damaged pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadCharset, Blocked, EmptyBody, SourceError, WrongKind
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.reading.contract import Context, Reading
from tests.platforms.jsonld.structured_pages import CONTEXT, FIXTURE, event, only, read_block, read_page


def test_a_page_without_structured_data_is_good_and_empty() -> None:
    assert read_page("<h1>Nothing on this week</h1>") == Reading()


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", EmptyBody),
        (b" \r\n\t ", EmptyBody),
        (b"not a page :(", WrongKind),
        (b'{"events": []}', WrongKind),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", WrongKind),
        (b"<html><head><title>Just a moment...</title></head><body></body></html>", Blocked),
        (bytes(range(256)) * 40, BadCharset),
    ],
)
def test_bad_bodies(body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error) as caught:
        jsonld.read_events(body, CONTEXT)
    assert caught.value.url == CONTEXT.url


def test_utf_16_pages_are_read() -> None:
    block = json.dumps(event(name="Chœur"), ensure_ascii=False)
    markup = f'<html><script type="application/ld+json">{block}</script></html>'
    assert only(jsonld.read_events(markup.encode("utf-16"), CONTEXT)).title == "Chœur"


def test_endless_nesting_does_not_crash() -> None:
    block = '{"subEvent":' * 3000 + "1" + "}" * 3000
    reading = read_page(f'<script type="application/ld+json">{block}</script>')
    assert reading.events == ()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2026-11-05", "Event"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PROPERTIES = [
    "name",
    "startDate",
    "endDate",
    "location",
    "offers",
    "url",
    "image",
    "eventStatus",
    "eventSchedule",
    "@id",
]


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(PROPERTIES), JSON))
def test_any_record_gives_an_event_or_a_problem(properties: dict[str, Any]) -> None:
    reading = read_block({"@type": "Event", "name": "Tide Songs", "startDate": "2026-11-05", **properties})
    assert all(found.title and found.uid and found.occurrences for found in reading.events)
    json.dumps([found.to_json() for found in reading.events])


@settings(max_examples=100, deadline=None)
@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)),
    st.timezones().map(str).filter(lambda zone: "/" in zone),
)
def test_instants_survive_any_zone(moment: datetime, zone: str) -> None:
    moment = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    context = Context(url=CONTEXT.url, timezone=zone, now=CONTEXT.now)
    one = only(read_block(event(startDate=moment.isoformat()), context)).occurrences[0]
    assert one.starts_at.astimezone(UTC) == moment


def test_a_place_whose_link_has_control_characters() -> None:
    link = '<a itemprop="url">Pier\x1a\ufffe 1</a>'
    place = f'<b itemprop="location" itemscope itemtype="https://schema.org/Place">{link}</b>'
    page = f"""<div itemscope itemtype="https://schema.org/Event"><h1 itemprop="name">Jazz</h1>{place}
        <time itemprop="startDate" datetime="2028-12-01T20:00"></time></div>"""
    venue = only(read_page(page)).venue
    assert venue is not None
    assert venue.name == "Pier 1"


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_mutated_pages_raise_only_named_errors(data: st.DataObject) -> None:
    body = bytearray(FIXTURE.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body)))
        body[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    try:
        reading = jsonld.read_events(bytes(body), CONTEXT)
    except SourceError:
        reading = Reading()
    assert all(found.occurrences for found in reading.events)
