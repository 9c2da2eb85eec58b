"""Quotes the properties of an event in iCalendar (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scrapers.reading.quotes.quote import Quote, plain, quote
from scrapers.reading.stable_uids import stable_uid

PROPERTIES: Mapping[str, str] = {
    "title": "SUMMARY",
    "status": "STATUS",
    "url": "URL",
    "venue": "LOCATION",
    "description": "DESCRIPTION",
    "starts_at": "DTSTART",
    "organizer": "ORGANIZER",
    "image_url": "ATTACH",
}
"""By field, the property that it is read from first."""
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class _Line:
    """An unfolded content line. `number`: of its first line in the body, from 1."""

    number: int
    name: str
    value: str


def quote_properties(text: str, uid: str, values: Mapping[str, str]) -> Mapping[str, Quote]:
    """By field, for the one event of that UID; nothing if no event or several have it. Overrides of single dates
    (RECURRENCE-ID) don't count. `values`: what is shown, by field."""
    events = [one for one in _events(text) if _uid(one) == uid and not _has(one, "RECURRENCE-ID")]
    if len(events) != 1:
        return {}
    found = {}
    for field, shown in values.items():
        lines = [line for line in events[0] if line.name == PROPERTIES.get(field)]
        if len(lines) != 1:
            continue
        value = _unescaped(lines[0].value)
        if field == "starts_at" or plain(shown) in plain(value):
            words = shown if shown in value else value
            found[field] = quote(f"{lines[0].name}, line {lines[0].number}", value, words)
    return found


def _events(text: str) -> Iterator[list[_Line]]:
    """The lines of each VEVENT, without those of components within it."""
    current: list[_Line] | None = None
    depth = 0
    for line in _lines(text):
        if line.name == "BEGIN" and line.value.strip().upper() == "VEVENT":
            current, depth = [], 0
        elif current is None:
            continue
        elif line.name == "BEGIN":
            depth += 1
        elif line.name == "END" and depth:
            depth -= 1
        elif line.name == "END":
            yield current
            current = None
        elif not depth:
            current.append(line)


def _lines(text: str) -> Iterator[_Line]:
    """Joins folded lines (RFC 5545, 3.1)."""
    number, parts = 0, [""]
    for count, line in enumerate([*re.split(r"\r\n|\n|\r", text), ""], 1):
        if line[:1] in (" ", "\t"):
            parts.append(line[1:])
            continue
        head, _, value = "".join(parts).partition(":")
        if number:
            yield _Line(number, head.partition(";")[0].strip().upper(), value)
        number, parts = count, [line]


def _uid(event: list[_Line]) -> str | None:
    return next((stable_uid(line.value.strip()) for line in event if line.name == "UID"), None)


def _has(event: list[_Line], name: str) -> bool:
    return any(line.name == name for line in event)


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
