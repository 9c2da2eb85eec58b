"""Builds pages with a record or two of structured data, and reads them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.items import EventItem
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.reading.contract import Context, Reading

FIXTURE = Path(__file__).parent / "fixtures" / "harbor-hall.html"
CONTEXT = Context(
    url="https://harborhall.example/shows", timezone="America/New_York", now=datetime(2026, 10, 1, 12, tzinfo=UTC)
)


def read_page(markup: str, context: Context = CONTEXT) -> Reading:
    return jsonld.read_events(f"<!doctype html><html><body>{markup}</body></html>".encode(), context)


def read_block(record: Any, context: Context = CONTEXT) -> Reading:
    return read_page(f'<script type="application/ld+json">{json.dumps(record)}</script>', context)


def only(reading: Reading) -> EventItem:
    assert reading.problems == ()
    (event,) = reading.events
    return event


def event(**properties: Any) -> dict[str, Any]:
    return {"@type": "Event", "name": "Tide Songs", "startDate": "2026-11-05T19:30", **properties}


def starts(found: EventItem) -> list[Any]:
    return [one.to_json()["starts_at"] for one in found.occurrences]
