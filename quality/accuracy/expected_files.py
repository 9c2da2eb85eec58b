"""The `.expected` files beside recorded pages: each project that tested a page wrote its answers in its own shape."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from quality.accuracy.expected_records import from_own_reading, from_record
from quality.accuracy.expected_schema import from_structured_data
from quality.accuracy.expected_tests import NOT_IN_THE_FILE, from_asserts, from_one_event
from quality.accuracy.listed import Field, Listed

LIBRARY = "storytime@example"
"""Marks the worked example of a series, whose answers stand by UID."""


def listed_events(path: Path, body: bytes) -> tuple[Listed, ...]:
    """All events that an expected file tells of; its counts are those of INDEX.tsv and are not repeated."""
    told = json.loads(path.read_text(encoding="utf-8"))
    text = body.decode("utf-8", "replace")
    return tuple(_doubting_links(one, text) for one in _events(told, text))


def window(path: Path) -> tuple[str, str] | None:
    """First day and the day after the last of those that the file tells of, where it says so."""
    told = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(told, dict):
        return None
    bounds = told.get("window")
    if isinstance(bounds, str):
        first, last = bounds.split(" ")[0].split("..")
        return first, last
    return (bounds[0], bounds[1]) if bounds else None


def _doubting_links(listed: Listed, text: str) -> Listed:
    """A pipeline that merges feeds may give an event the link that it has in another."""
    link = listed.facts.get(Field.URL)
    if link is None or link in text or listed.disputed:
        return listed
    return replace(listed, disputed={Field.URL: NOT_IN_THE_FILE})


def _events(told: Any, text: str) -> Iterator[Listed]:
    if not isinstance(told, dict) or "json-ld" in told or "items" in told:
        yield from from_structured_data(told)
        return
    if "asserts" in told and "frozen_now" in told:
        yield from from_asserts(told["asserts"], text)
    for number, test in enumerate(told.get("tests", []), 1):
        if isinstance(test, dict) and test.get("one_event"):
            yield from from_one_event(test["one_event"], text, f"expected tests[{number}]")
    for number, one in enumerate(told.get("own_reading", []), 1):
        yield from_own_reading(one, f"expected own_reading[{number}]")
    yield from _records(told)


def _records(told: Mapping[str, Any]) -> Iterator[Listed]:
    expect = told.get("expect", told.get("events"))
    if isinstance(expect, list):
        for number, one in enumerate(expect, 1):
            yield from_record(one, f"expected[{number}]")
    elif isinstance(expect, dict) and LIBRARY in expect:
        yield from _by_uid(expect)
    elif "title" in told or "venue" in told:
        yield from_record(told, "expected")
    elif "starts" in told:
        for start, end in zip(told["starts"], told["ends"], strict=True):
            yield from_record({"start": start, "end": end}, "expected")


def _by_uid(expect: Mapping[str, Any]) -> Iterator[Listed]:
    for uid, one in expect.items():
        if isinstance(one, list):
            yield Listed(origin=f"expected {uid}", uid=uid, facts={Field.INSTANCES: tuple(one)})
            for local, utc in expect["utc"].items():
                shown = datetime.fromisoformat(local).isoformat()
                yield from_record({"start": utc}, f"expected utc of {shown}")
        elif isinstance(one, dict) and uid != "utc":
            yield from_record(one, f"expected {uid}", uid=uid)
