"""Damaged carbonhouse answers give events or a named error."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import SourceError
from scrapers.platforms.carbonhouse.cards import read_cards
from scrapers.platforms.carbonhouse.detail import read_detail
from scrapers.platforms.carbonhouse.month import read_month
from scrapers.platforms.carbonhouse.reader import read_events
from tests.platforms.carbonhouse.carbonhouse_pages import context, page

MONTH = json.dumps(
    {
        "events": [
            {
                "EventID": "1",
                "Title": "Tin Herons",
                "StartDateTime": "2026-10-08T19:30:00",
                "EndDateTime": "",
                "URL": "/events/detail/a",
            }
        ]
    }
).encode()
BODIES = [
    page("listing.html"),
    page("aeg.html"),
    page("detail.html"),
    MONTH,
    json.dumps(page("aeg.html").decode()).encode(),
]
SCRAPS = [
    b"<",
    b">",
    b'"',
    b"\xff",
    b"\0",
    b"9999",
    b"<svg>",
    b"</div>",
    b"null",
    b"[",
    b"http://[::",
    b"&#x110000;",
    b"99:99",
]
PATHS = ["/events", "/events/events_ajax/6", "/events/detail/salt-choir", "/events/calendar/2026/10"]

damages = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from([b"", *SCRAPS])), min_size=1, max_size=10
)


def damaged(body: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for place, length, scrap in changes:
        start = int(place * len(body))
        body = body[:start] + scrap + body[start + length :]
    return body


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(BODIES), damages, st.sampled_from(PATHS))
def test_only_named_errors_escape(body: bytes, changes: list[tuple[float, int, bytes]], path: str) -> None:
    broken = damaged(body, changes)
    for read in (read_events, read_cards, read_detail, read_month):
        try:
            events = read(broken, context(path)).events
        except SourceError:
            continue
        assert all(event.uid and event.title and event.occurrences for event in events)


@pytest.mark.parametrize(
    "opening", ["<div>x", '<div class="eventItem entry">x', '<div class="event_detail date tickets">x']
)
def test_a_page_nested_too_deep_is_refused(opening: str) -> None:
    with pytest.raises(SourceError):
        read_events((opening * 20_000).encode(), context())
