"""A record with a title and no readable date says which event it could be."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from core.errors import BadRecord
from scrapers.platforms.libcal import reader as libcal
from scrapers.platforms.localist import reader as localist
from scrapers.platforms.squarespace import reader as squarespace
from scrapers.platforms.tribe import reader as tribe
from scrapers.reading.contract import Context, Reading

CONTEXT = Context(
    url="https://hall.example/events", timezone="America/New_York", now=datetime(2026, 10, 1, 12, tzinfo=UTC)
)
ADDRESS = "https://hall.example/events/tide"


@pytest.mark.parametrize(
    ("read_events", "document"),
    [
        (localist.read_events, {"events": [{"event": {"title": "Tide Songs", "urlname": "tide"}}]}),
        (
            localist.read_events,
            {
                "event": {
                    "title": "Tide Songs",
                    "urlname": "tide",
                    "event_instances": [{"event_instance": {"start": "2026-11-99"}}],
                }
            },
        ),
        (libcal.read_events, {"results": [{"title": "Tide Songs", "id": 7, "startdt": "soon", "url": ADDRESS}]}),
        (
            squarespace.read_events,
            {"upcoming": [{"title": "Tide Songs", "fullUrl": "/events/tide", "startDate": None}]},
        ),
        (tribe.read_events, {"events": [{"title": "Tide Songs", "id": 7, "start_date": "2026-11-99", "url": ADDRESS}]}),
    ],
)
def test_a_skipped_record_has_its_title(read_events: Callable[[bytes, Context], Reading], document: Any) -> None:
    reading = read_events(json.dumps(document).encode(), CONTEXT)
    assert reading.events == ()
    assert [(type(problem), problem.field, problem.title) for problem in reading.problems] == [
        (BadRecord, "starts_at", "Tide Songs")
    ]
