"""Reads `FILE.expected.json`: what is known of a recorded file, as docs/accuracy.md describes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.items import EventStatus
from quality.accuracy.facts import (
    NO_READER,
    Amounts,
    Clock,
    Day,
    Dispute,
    Document,
    End,
    ExpectedEvent,
    Field,
    Hour,
    Zone,
)
from scrapers.reading.contract import Context, Window

SUFFIX = ".expected.json"
_TEXTS = (Field.TITLE, Field.VENUE, Field.TICKET_URL, Field.URL, Field.SOLD_OUT)
_YEARLESS = re.compile(r"--(\d\d)-(\d\d)")
_NONE_UNLESS_GIVEN = (Field.PRICE, Field.VENUE, Field.TICKET_URL, Field.URL)


def documents(corpus: str, file: str, body: bytes, path: Path) -> Iterator[Document]:
    """One for each reader of the file, and one more for each where the file has expectations within a window."""
    expected = json.loads(path.read_text(encoding="utf-8"))
    complete = expected.get("complete", False)
    zone = expected["timezone"]
    whole = Document(
        corpus=corpus,
        file=file,
        kind=NO_READER,
        context=context_of(expected, file),
        body=body,
        events=_events(expected["events"], "events", complete_in=zone if complete else None),
        count=expected.get("occurrence_count", expected.get("event_count")),
        counts_occurrences="occurrence_count" in expected,
        count_dispute=_dispute(expected.get("count_dispute")),
        complete=complete,
        is_refused=expected.get("refused", False),
        why_unread=expected.get("why_unread", ""),
    )
    for kind in expected["readers"] or (NO_READER,):
        document = replace(whole, kind=kind, context=replace(whole.context, source=kind))
        yield document
        if window := expected.get("window"):
            bounds = Window(starts=date.fromisoformat(window["starts"]), ends=date.fromisoformat(window["ends"]))
            yield replace(
                document,
                context=replace(document.context, window=bounds),
                events=_events(window["events"], "window events", complete_in=None),
                count=None,
                count_dispute=None,
            )


def context_of(expected: Mapping[str, Any], file: str) -> Context:
    """Unbounded, so that every event of an old recording counts. A `now` without an offset is in the file's zone."""
    now = datetime.fromisoformat(expected["now"])
    return Context(
        url=expected.get("url", f"https://recorded.example/{file}"),
        timezone=expected["timezone"],
        now=now if now.tzinfo else now.replace(tzinfo=ZoneInfo(expected["timezone"])),
        window=Window(),
        utc_is_local=expected.get("utc_is_local", False),
    )


def _events(events: list[dict[str, Any]], name: str, *, complete_in: str | None) -> tuple[ExpectedEvent, ...]:
    return tuple(_event(event, f"{name}[{number}]", complete_in) for number, event in enumerate(events, 1))


def _event(event: Mapping[str, Any], origin: str, complete_in: str | None) -> ExpectedEvent:
    """`complete_in`: the zone of a file whose events have all their facts; then a key left out says that the page has
    no such value. `open` names the fields that can be read in two ways."""
    facts: dict[Field, Any] = {}
    if complete_in is not None:
        facts = {
            Field.STATUS: EventStatus.SCHEDULED,
            Field.SOLD_OUT: False,
            Field.TIMEZONE: Zone(ZoneInfo(complete_in)),
        }
        facts |= dict.fromkeys(_NONE_UNLESS_GIVEN)
    facts |= {field: event[field] for field in _TEXTS if field in event}
    facts |= _times(event)
    if "starts" in event:
        facts[Field.INSTANCES] = tuple(event["starts"])
    if event.get("price"):
        facts[Field.PRICE] = Amounts(**event["price"])
    if "status" in event:
        facts[Field.STATUS] = EventStatus(event["status"])
    for name in event.get("open", ()):
        facts.pop(Field(name))
    order = list(Field)
    return ExpectedEvent(
        origin=origin,
        facts=dict(sorted(facts.items(), key=lambda fact: order.index(fact[0]))),
        disputed={Field(name): Dispute(**dispute) for name, dispute in event.get("disputed", {}).items()},
        uid=event.get("uid"),
    )


def _times(event: Mapping[str, Any]) -> dict[Field, Any]:
    """`start` and `end`: a day, or a local time in `zone`, or a time with an offset. An offset or a zone is a fact
    about the venue's zone; `Z` is not."""
    facts: dict[Field, Any] = {}
    zone = ZoneInfo(event["zone"]) if "zone" in event else None
    start = event.get("start", "")
    if start:
        facts[Field.DATE], clock = _moment(start, zone)
        if clock is not None:
            facts[Field.TIME] = clock
        offset = facts[Field.DATE].zone
        if offset is not None and not start.endswith("Z"):
            facts[Field.TIMEZONE] = Zone(offset)
    if "time" in event:
        facts[Field.TIME] = Hour(event["time"])
    if "last_day" in event:
        facts[Field.END] = End(_moment(event["last_day"], None)[0], last_day=True)
    elif "end" in event:
        facts[Field.END] = None if event["end"] is None else End(*_moment(event["end"], zone))
    return facts


def _moment(text: str, zone: ZoneInfo | None) -> tuple[Day, Clock | None]:
    """`--10-08`: a day of any year (ISO 8601:2000)."""
    if found := _YEARLESS.match(text):
        clock = datetime.fromisoformat(f"2000-01-01{text[found.end() :]}").time() if "T" in text else None
        return Day(int(found[1]), int(found[2])), None if clock is None else Clock(clock)
    if "T" not in text:
        return Day.of(date.fromisoformat(text)), None
    moment = datetime.fromisoformat(text)
    place = UTC if text.endswith("Z") else moment.tzinfo or zone
    return Day.of(moment.date(), place), Clock(moment.time(), place)


def _dispute(dispute: Mapping[str, str] | None) -> Dispute | None:
    return None if dispute is None else Dispute(**dispute)
