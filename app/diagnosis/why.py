"""Explains an event: for each shown field the answer it was read from, the place there, and the source's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from core.config import Settings
from core.errors import SourceError
from core.scrubbing import public_address
from scrapers.reading.bodies import TextKind, decode, kind_of
from scrapers.reading.contract import Context
from scrapers.reading.quotes.properties import quote_properties
from scrapers.reading.quotes.quote import Quote
from scrapers.reading.quotes.words import quote_words
from storage.captures import records
from storage.captures.bodies import Bodies, BodyDamaged, BodyGone, folder
from storage.captures.records import Capture
from storage.edits.reads import edits_of
from storage.events.detail import EventRecord, read_event

NEVER = "no answer is known: the event was read before answers were kept, or by hand"
GONE = "the answer is gone: it was pruned"
OTHER = "another source says it"
EDITED = "a person corrected it"
UNKNOWN = "unknown: the answer doesn't have these words, or has them several times"
MOST_ANSWERS = 10
"""How many answers are searched: the event's own, and those that led to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A shown field. `because`: why there is no quote. `run_id`, `fetched_at`, `address`: of the answer."""

    field: str
    value: str
    source: str
    run_id: str | None = None
    fetched_at: datetime | None = None
    address: str | None = None
    quote: Quote | None = None
    because: str | None = None


def explain(
    connection: Connection, settings: Settings, event_id: int, *, most_bytes: int | None = None
) -> Sequence[Explained] | None:
    """None if there is no such event, or it is hidden. Addresses hold no keys or logins. `most_bytes`: larger answers
    are not searched."""
    event = read_event(connection, event_id)
    if event is None:
        return None
    speaks = {} if event.merged is None else event.merged.speaks
    values = _values(event)
    others = {"venue" if name == "venue_id" else name: origin.source for name, origin in speaks.items()}
    edited = {one.field for one in edits_of(connection, event.event_id) if one.withdrawn_at is None}
    spoken = {field for field in values if others.get(field, event.source) == event.source}
    own = {field: value for field, value in values.items() if field in spoken - edited}
    chain = records.of_event(connection, event.event_id)
    searched = chain and tuple(one for one in chain if most_bytes is None or one.size <= most_bytes)
    quotes, why = _search(searched, folder(settings), event, own)
    explained = []
    for field, value in values.items():
        if field not in own:
            because = EDITED if field in edited else OTHER
            explained.append(
                Explained(field=field, value=value, source=others.get(field, event.source), because=because)
            )
            continue
        capture, quoted = quotes.get(field, (chain[0] if chain else None, None))
        explained.append(
            Explained(
                field=field,
                value=value,
                source=event.source,
                run_id=None if capture is None else capture.run_id,
                fetched_at=None if capture is None else capture.fetched_at,
                address=None if capture is None else public_address(capture.url),
                quote=quoted,
                because=None if quoted is not None else why or UNKNOWN,
            )
        )
    return explained


def _values(event: EventRecord) -> dict[str, str]:
    """The shown fields that have words; a start in local time."""
    found = {
        "title": event.title,
        "url": event.url,
        "venue": event.venue_name,
        "organizer": event.organizer,
        "description": event.description,
        "price": event.price_text,
        "ticket_url": event.ticket_url,
        "image_url": event.image_url,
    }
    if event.times:
        first = event.times[0]
        found["starts_at"] = first.starts_at.astimezone(ZoneInfo(first.timezone)).isoformat()
    return {field: value for field, value in found.items() if value}


def _search(
    chain: Sequence[Capture] | None, bodies: Bodies, event: EventRecord, values: Mapping[str, str]
) -> tuple[Mapping[str, tuple[Capture, Quote]], str | None]:
    """The quotes by field, each with its answer; and the reason if the event's own answer could not be read."""
    if not chain:
        return {}, NEVER if chain is None else GONE
    quotes: dict[str, tuple[Capture, Quote]] = {}
    trouble: str | None = None
    for capture in chain[:MOST_ANSWERS]:
        left = {field: value for field, value in values.items() if field not in quotes}
        try:
            found = _quotes(bodies.get(capture.hash), capture, event, left)
        except (BodyGone, BodyDamaged, SourceError, OSError) as error:
            if capture is chain[0]:
                trouble = _in_words(error)
            continue
        quotes.update({field: (capture, quoted) for field, quoted in found.items()})
    return quotes, trouble


def _in_words(error: Exception) -> str:
    """Without the file's path: the answer to the public must not have it."""
    if isinstance(error, BodyGone):
        return "the answer's file is gone, or on another machine"
    return "the answer's file is damaged" if isinstance(error, BodyDamaged) else "the answer can't be read"


def _quotes(body: bytes, capture: Capture, event: EventRecord, values: Mapping[str, str]) -> Mapping[str, Quote]:
    context = Context(url=capture.url, timezone="UTC", now=capture.fetched_at, encoding=capture.encoding)
    text = decode(body, context)
    if kind_of(text) is TextKind.ICALENDAR:
        return quote_properties(text, event.uid, values)
    # Of a parsed field, the page has the source's own text, not the value.
    return quote_words(text, {**values, **{f: t for f, t in event.raw.items() if f in values}}, context)
