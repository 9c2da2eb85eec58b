"""What is fuzzed: every reader, and the parsers of dates and prices. Each has seeds and a check of its answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from core.items import EventItem
from quality.accuracy import folder
from quality.accuracy.facts import NO_READER, Document
from quality.accuracy.measure import own_documents
from scrapers.platforms.recognition import AUTO, choices, read_events
from scrapers.reading.contract import Context
from scrapers.reading.dates import read_dates, read_iso, read_times
from scrapers.reading.prices import read_price

TODAY = date(2026, 10, 1)
LARGEST_SEED = 30_000
MOST_SEEDS = 60
DATES = (
    "Fri. Jan 30 - Sun. Feb 1",
    "Thu. Oct 8 , 2026",
    "Oct 08, 09, 10 & 11th",
    "Dec 29 - Jan 2, 2027",
    "7:30PM & 9PM",
    "Doors 6 / Show 7",
    "noon",
    "TBA",
    "19 Aug - 1 Sep 2026 Event Starts 8:00 PM",
    "2026-10-08T19:30:00.0000000-04:00",
    "10/28 , 10/29 & 11/01",
)
PRICES = (
    "$35–$145 + fees",
    "Free",
    "Pay what you can",
    "$25 members; $30 not-yet-members",
    "£12.50 - £20",
    "CA$1,250.00",
)


@dataclass(frozen=True, slots=True)
class Seed:
    body: bytes
    context: Context


@dataclass(frozen=True, slots=True)
class Target:
    """`run` returns how many events a body has and raises a SourceError for a bad body. Any other exception, including
    IllFormedError, is a crash."""

    name: str
    run: Callable[[bytes, Context], int]
    seeds: tuple[Seed, ...]


class IllFormedError(AssertionError):
    """A reader gave an event that cannot be stored."""


def targets(real: Path | None) -> list[Target]:
    """`real`: a folder of recorded pages with expectations. None: fixtures and replica pages are the only seeds."""
    documents = [*own_documents(), *(folder.judged("recorded", real) if real else ())]
    found = [Target(kind, _reader(kind), _seeds(documents, kind)) for kind in choices()]
    found.append(Target("dates", _read_dates, _texts(DATES)))
    found.append(Target("prices", _read_price, _texts(PRICES)))
    return found


def _seeds(documents: list[Document], kind: str) -> tuple[Seed, ...]:
    """Distinct bodies, small ones first, evenly sampled. `auto` gets some of every kind, and those without a reader."""
    own = [one for one in documents if one.kind == kind or (kind == AUTO and one.kind != "ics")]
    if kind == AUTO:
        own.sort(key=lambda one: one.kind != NO_READER)
    bodies = {one.body: one.context for one in own if 0 < len(one.body) <= LARGEST_SEED}
    several = sorted(bodies.items(), key=lambda one: (len(one[0]), one[0]))
    step = max(1, -(-len(several) // MOST_SEEDS))
    return tuple(Seed(body, context) for body, context in several[::step])


def _texts(texts: tuple[str, ...]) -> tuple[Seed, ...]:
    context = Context(url="", timezone="America/New_York", now=datetime(2026, 10, 1, 16, tzinfo=UTC))
    return tuple(Seed(text.encode(), context) for text in texts)


def _reader(kind: str) -> Callable[[bytes, Context], int]:
    def run(body: bytes, context: Context) -> int:
        events = read_events(kind, body, context).events
        for event in events:
            _check(event)
        return len(events)

    return run


def _check(event: EventItem) -> None:
    """An event has a UID, a title and a date, and its text can be encoded."""
    if not (event.uid and event.title and event.occurrences):
        raise IllFormedError(f"an event without {'uid' if not event.uid else 'title or occurrence'}: {event.uid!r}")
    json.dumps(event.to_json(), ensure_ascii=False).encode()


def _read_dates(body: bytes, context: Context) -> int:
    """One parser for each body, chosen by its length: an error of one would hide the others."""
    text = body.decode("utf-8", "replace")
    readers: tuple[Callable[[str], object], ...] = (
        lambda line: read_dates(line, now=TODAY),
        lambda line: read_dates(line, now=TODAY, day_first=True),
        read_times,
        read_iso,
    )
    readers[len(text) % len(readers)](text)
    return 1


def _read_price(body: bytes, context: Context) -> int:
    price = read_price(body.decode("utf-8", "replace"), "USD")
    if price.min_cents is not None and price.max_cents is not None and price.min_cents > price.max_cents:
        raise IllFormedError(f"a price that falls: {price}")
    return 1
