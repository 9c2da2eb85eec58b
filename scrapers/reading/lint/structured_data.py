"""Checks the schema.org events in a page's JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from scrapers.reading.lint.findings import Finding, Level, gathered

PLUGIN = "Most calendar plugins write this themselves: update yours, or switch on its structured data."
_SCRIPT = re.compile(
    r"<script\b[^>]*type\s*=\s*[\"']?application/ld\+json[\"']?[^>]*>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL
)
_STATUS = re.compile(r"(https?://schema\.org/)?Event(Scheduled|Cancelled|Postponed|Rescheduled|MovedOnline)")


def lint_page(body: bytes, today: date) -> list[Finding]:
    """The findings, the worst first. `today`: to say whether everything is over."""
    text = body.decode("utf-8", "replace")
    found: list[Finding] = []
    events: list[tuple[int, dict[str, Any]]] = []
    for script in _SCRIPT.finditer(text):
        line = text.count("\n", 0, script.start(1)) + 1
        try:
            document = json.loads(script[1])
        except ValueError as error:
            at = line + (error.lineno - 1 if isinstance(error, json.JSONDecodeError) else 0)
            what = "A block of structured data is not valid JSON, so search engines ignore it."
            fix = "Look for a quotation mark or a line break in a title or description. " + PLUGIN
            found.append(_finding(Level.ERROR, at, "schema.org JSON-LD", what, fix))
            continue
        events += [(_line_of(text, script, event, line), event) for event in _events_in(document)]
    if not events and not found:
        what = "The page has no schema.org events, so search engines and calendars must guess."
        found.append(_finding(Level.WARNING, 1, "schema.org/Event", what, PLUGIN))
    for line, event in events:
        found += _of_event(line, event)
    ends = [_day(event.get("endDate")) or _day(event.get("startDate")) for _, event in events]
    if events and all(end is not None and end < today for end in ends):
        what = "All events are over."
        fix = "Check that the page lists upcoming events first."
        found.append(_finding(Level.WARNING, events[-1][0], "schema.org/startDate", what, fix))
    return gathered(found)


def _finding(level: Level, line: int, clause: str, what: str, fix: str, about: str = "") -> Finding:
    return Finding(level=level, line=line, clause=clause, what=what, fix=fix, about=about)


def _line_of(text: str, script: re.Match[str], event: dict[str, Any], otherwise: int) -> int:
    """The line of the event's name."""
    name = event.get("name")
    place = text.find(json.dumps(name)[1:-1], script.start(1), script.end(1)) if isinstance(name, str) and name else -1
    return otherwise if place < 0 else text.count("\n", 0, place) + 1


def _events_in(document: Any) -> Iterator[dict[str, Any]]:
    """Objects whose type is an Event, also in lists and graphs. Parts of an event are its own."""
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            types = one.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and (name.endswith("Event") or name == "Festival") for name in names):
                yield one
            else:
                waiting.extend(value for value in one.values() if isinstance(value, dict | list))


def _of_event(line: int, event: dict[str, Any]) -> Iterator[Finding]:
    title = str(event.get("name") or "")[:80]
    for name, level, fix in (
        ("name", Level.ERROR, "Give the event a title."),
        ("startDate", Level.ERROR, "Give the event a date."),
        ("location", Level.WARNING, "Choose a venue with name and address, even if it is always yours."),
        ("url", Level.ADVICE, "Readers want to open the event's own page."),
        ("image", Level.ADVICE, "Set a featured image: events with a picture are opened more often."),
        ("offers", Level.ADVICE, "Give the price, also if it is 0: readers search for free events."),
    ):
        if not event.get(name):
            yield _finding(level, line, f"schema.org/{name}", f"Events have no {name}.", fix, title)
    start, end = event.get("startDate"), event.get("endDate")
    for name, value in (("startDate", start), ("endDate", end)):
        if value and _day(value) is None:
            what = f"{name} is {str(value)[:30]!r}, which is not an ISO 8601 date such as 2027-03-01T19:30:00-05:00."
            yield _finding(Level.ERROR, line, f"schema.org/{name}", what, PLUGIN, title)
    if isinstance(start, str) and "T" in start and _day(start) is not None and not _has_offset(start):
        what = "Times have no offset from UTC, so readers in other places see another hour."
        fix = "In WordPress, choose a city under Settings → General → Timezone."
        yield _finding(Level.WARNING, line, "schema.org/startDate", what, fix, title)
    if isinstance(start, str) and isinstance(end, str) and _ends_early(start, end):
        what = "An event ends before it begins."
        yield _finding(Level.ERROR, line, "schema.org/endDate", what, "Correct the end of the event.", title)
    status = event.get("eventStatus")
    if status and not (isinstance(status, str) and _STATUS.fullmatch(status)):
        what = f"eventStatus is {str(status)[:40]!r}, which schema.org does not know."
        fix = "Use https://schema.org/EventCancelled and its relatives. " + PLUGIN
        yield _finding(Level.WARNING, line, "schema.org/eventStatus", what, fix, title)


def _ends_early(start: str, end: str) -> bool:
    if _has_offset(start) and _has_offset(end):
        return datetime.fromisoformat(end) < datetime.fromisoformat(start)
    first, last = _day(start), _day(end)
    return first is not None and last is not None and last < first


def _has_offset(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _day(value: object) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        return None
