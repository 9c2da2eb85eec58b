"""Events per second of our iCalendar reader ÷ of `icalendar` + `recurring_ical_events`, expanded over 13 months.

The same bytes and the same window, in one process: a plain feed of 2,000 events and a recurring one of 600, which must
give the same number of occurrences on both sides. Ours yields whole items (venue, price, unescaped text), the rival its
components. The figure is the worse of the two feeds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from quality.bench.environment import feeds
from quality.bench.figures import BenchFailed, Figure, Place
from quality.bench.rivals import icalendar_reader
from quality.bench.rounds import medians, seconds
from scrapers.platforms.ics.reader import read_events
from scrapers.reading.contract import Context, Window

STARTS, ENDS = date(2030, 1, 6), date(2031, 2, 7)
_CONTEXT = Context(
    url="https://feeds.example/all.ics",
    timezone="America/New_York",
    now=datetime(2030, 1, 7, 12, tzinfo=UTC),
    window=Window(starts=STARTS, ends=ENDS),
    source="bench",
)


def measure(place: Place) -> Figure:
    rounds = place.size(5, 1)
    plain, plain_sides = _compare(feeds.plain, place.size(2000, 50), rounds)
    recurring, recurring_sides = _compare(feeds.recurring, place.size(600, 30), rounds)
    sides = f"plain {plain_sides} = {plain:.2f}, recurring {recurring_sides} = {recurring:.2f}; the worse counts"
    return Figure(min(plain, recurring), sides)


def _compare(make: Callable[[int], bytes], count: int, rounds: int) -> tuple[float, str]:
    body = make(count)
    mine, theirs = _read(body), icalendar_reader.occurrences(body, STARTS, ENDS)
    if mine != theirs:
        raise BenchFailed(f"we find {mine} occurrences where recurring_ical_events finds {theirs}")
    ours, rival = medians(
        lambda: count / seconds(lambda: _read(body)),
        lambda: count / seconds(lambda: icalendar_reader.occurrences(body, STARTS, ENDS)),
        rounds,
    )
    return ours / rival, f"{ours:,.0f} events/s ÷ {rival:,.0f}"


def _read(body: bytes) -> int:
    return sum(len(event.occurrences) for event in read_events(body, _CONTEXT).events)
