"""Expectation files, with invented events."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from core.items import EventStatus
from quality.accuracy.expectations import documents
from quality.accuracy.facts import NO_READER, Dispute, Document, Field
from scrapers.reading.contract import Window


def read(folder: Path, **expected: Any) -> list[Document]:
    path = folder / "page.html.expected.json"
    base = {"readers": ["jsonld"], "timezone": "America/New_York", "now": "2026-10-01T12:00", "events": []}
    path.write_text(json.dumps({**base, **expected}), encoding="utf-8")
    return list(documents("test", "hall/page.html", b"body", path))


def facts(folder: Path, event: dict[str, Any], **expected: Any) -> dict[str, Any]:
    (document,) = read(folder, events=[event], **expected)
    return {field.value: fact for field, fact in document.events[0].facts.items()}


@pytest.mark.parametrize(
    ("event", "shown"),
    [
        ({"start": "2026-10-08"}, {"date": "2026-10-08"}),
        ({"start": "--10-08"}, {"date": "????-10-08"}),
        ({"start": "--10-08T19:30"}, {"date": "????-10-08", "time": "19:30"}),
        ({"start": "2026-10-08", "time": "no hour"}, {"date": "2026-10-08", "time": "no hour"}),
        ({"start": "2026-10-08", "time": "all day"}, {"date": "2026-10-08", "time": "all day"}),
        ({"start": "2026-10-08T19:30"}, {"date": "2026-10-08", "time": "19:30"}),
        ({"start": "2026-10-08T19:30Z"}, {"date": "2026-10-08", "time": "19:30 (UTC)"}),
        (
            {"start": "2026-10-08T19:30-04:00"},
            {"date": "2026-10-08", "time": "19:30 (UTC-04:00)", "timezone": "UTC-04:00"},
        ),
        (
            {"start": "2026-10-08T19:30", "zone": "Europe/Paris", "end": "2026-10-08T21:00"},
            {
                "date": "2026-10-08",
                "time": "19:30 (Europe/Paris)",
                "timezone": "Europe/Paris",
                "end": "2026-10-08 21:00 (Europe/Paris)",
            },
        ),
        ({"start": "2026-10-08T00:00-04:00", "open": ["time"]}, {"date": "2026-10-08", "timezone": "UTC-04:00"}),
        ({"start": "2026-10-08", "last_day": "2026-10-11"}, {"date": "2026-10-08", "end": "last day 2026-10-11"}),
        ({"end": None}, {"end": "None"}),
        ({"title": "Salt Choir", "venue": "Pier"}, {"title": "Salt Choir", "venue": "Pier"}),
        ({"price": {"min_cents": 2500, "max_cents": 7100}}, {"price": "2500-7100"}),
        ({"price": {"is_free": True}, "ticket_url": None}, {"price": "free", "ticket_url": "None"}),
    ],
)
def test_facts(tmp_path: Path, event: dict[str, Any], shown: dict[str, str]) -> None:
    assert {name: str(fact) for name, fact in facts(tmp_path, event).items()} == shown


def test_status_and_sold_out(tmp_path: Path) -> None:
    event = {"status": "cancelled", "sold_out": True, "starts": ["2026-10-08", "2026-10-09"]}
    assert facts(tmp_path, event) == {
        "status": EventStatus.CANCELLED,
        "sold_out": True,
        "instances": ("2026-10-08", "2026-10-09"),
    }


def test_a_key_left_out_of_a_complete_file_says_that_the_page_has_no_value(tmp_path: Path) -> None:
    event = {"title": "Salt Choir", "url": "https://hall.example/salt", "starts": ["2026-10-08"], "open": ["venue"]}
    found = facts(tmp_path, event, complete=True)
    assert {name: str(fact) for name, fact in found.items()} == {
        "title": "Salt Choir",
        "timezone": "America/New_York",
        "instances": "('2026-10-08',)",
        "price": "None",
        "status": "scheduled",
        "sold_out": "False",
        "ticket_url": "None",
        "url": "https://hall.example/salt",
    }


def test_how_a_file_is_read(tmp_path: Path) -> None:
    (document,) = read(tmp_path)
    assert (document.context.url, document.context.source) == ("https://recorded.example/hall/page.html", "jsonld")
    assert document.context.now == datetime(2026, 10, 1, 16, tzinfo=UTC)
    assert document.context.window == Window()
    (other,) = read(tmp_path, url="https://hall.example/", now="2026-10-01T12:00Z", utc_is_local=True)
    assert (other.context.url, other.context.utc_is_local) == ("https://hall.example/", True)
    assert other.context.now == datetime(2026, 10, 1, 12, tzinfo=UTC)


def test_a_page_for_two_readers_and_one_for_none(tmp_path: Path) -> None:
    assert [one.kind for one in read(tmp_path, readers=["jsonld", "squarespace"])] == ["jsonld", "squarespace"]
    (unread,) = read(tmp_path, readers=[], why_unread="typed by hand")
    assert (unread.kind, unread.why_unread) == (NO_READER, "typed by hand")


def test_counts_and_disputes(tmp_path: Path) -> None:
    (events,) = read(tmp_path, event_count=4, count_dispute={"reason": "one has no date", "read": "3"})
    assert (events.count, events.counts_occurrences) == (4, False)
    assert events.count_dispute == Dispute("one has no date", "3")
    (occurrences,) = read(tmp_path, occurrence_count=9)
    assert (occurrences.count, occurrences.counts_occurrences, occurrences.count_dispute) == (9, True, None)
    event = {"title": "Gulls", "disputed": {"title": {"reason": "cut short"}}}
    (one,) = read(tmp_path, events=[event])
    assert one.events[0].disputed == {Field.TITLE: Dispute("cut short")}
    assert read(tmp_path, refused=True)[0].is_refused


def test_expectations_within_a_window(tmp_path: Path) -> None:
    window = {"starts": "2026-10-01", "ends": "2026-11-01", "events": [{"title": "Gulls"}]}
    whole, within = read(tmp_path, event_count=4, events=[{"title": "Terns"}], window=window)
    assert (whole.context.window, whole.count, whole.events[0].name) == (Window(), 4, "Terns")
    assert within.context.window == Window(starts=date(2026, 10, 1), ends=date(2026, 11, 1))
    assert (within.count, within.events[0].name, within.events[0].origin) == (None, "Gulls", "window events[1]")
