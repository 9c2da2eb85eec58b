"""Damaged answers of every platform: events or a named error, never a crash."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import SourceError
from quality.accuracy import folder
from quality.places import PLATFORM_TESTS
from scrapers.platforms.recognition import AUTO, read_events

FIXTURES = {one.file: one for one in folder.judged("fixtures", PLATFORM_TESTS)}


@pytest.mark.parametrize("file", FIXTURES)
@settings(max_examples=8, deadline=timedelta(seconds=60))
@given(damage=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=8)), min_size=1, max_size=6))
def test_damaged_bytes(file: str, damage: list[tuple[float, int, bytes]]) -> None:
    one = FIXTURES[file]
    body = bytearray(one.body)
    for share, length, other in damage:
        at = int(share * len(body))
        body[at : at + length] = other
    for kind in (one.kind, AUTO):
        try:
            reading = read_events(kind, bytes(body), one.context)
        except SourceError:
            continue
        assert all(event.uid and event.title and event.occurrences for event in reading.events)


@pytest.mark.parametrize("value", ["null", "[]", "{}", "1e999"])
@pytest.mark.parametrize("file", [name for name in FIXTURES if name.endswith(".json")])
def test_values_of_other_types(file: str, value: str) -> None:
    """Every value after a colon, one at a time, becomes another."""
    one = FIXTURES[file]
    text = one.body.decode()
    colons = [at for at in range(len(text)) if text.startswith('": ', at)]
    for at in colons[:: max(1, len(colons) // 20)]:
        end = next((text.index(mark, at) for mark in (",\n", "\n") if mark in text[at:]), len(text))
        damaged = f"{text[: at + 3]}{value}{text[end:]}"
        try:
            reading = read_events(one.kind, damaged.encode(), one.context)
        except SourceError:
            continue
        assert all(event.to_json() for event in reading.events)


@pytest.mark.parametrize("file", FIXTURES)
def test_malformed_addresses(file: str) -> None:
    """Every address loses the end of its IPv6 host, which Python refuses to take apart."""
    one = FIXTURES[file]
    body = one.body.replace(b"https://", b"https://[").replace(b"http://", b"http://[").replace(b"\\/\\/", b"\\/\\/[")
    for kind in (one.kind, AUTO):
        try:
            reading = read_events(kind, body, one.context)
        except SourceError:
            continue
        assert all(event.uid and event.title and event.occurrences for event in reading.events)
