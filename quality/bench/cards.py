"""Pages per second of the reader of hand-made pages ÷ of lxml, which only parses them.

No reader can be faster than the parser it starts with. The page has 100 KB, as real ones have in the middle: 20 cards
with a date, an hour, a place, and a description, among menus and texts without dates.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from lxml import html

from quality.bench.figures import BenchFailed, Figure, Place
from quality.bench.rounds import medians, seconds
from scrapers.platforms.cards.reader import read_events
from scrapers.reading.contract import Context, Window

_FIRST = date(2030, 1, 8)
_CONTEXT = Context(
    url="https://hall.example/whats-on",
    timezone="America/New_York",
    now=datetime(2030, 1, 7, 12, tzinfo=UTC),
    window=Window(),
    source="bench",
)


def measure(place: Place) -> Figure:
    cards, pages = place.size(20, 5), place.size(20, 2)
    body = page(cards)
    found = len(read_events(body, _CONTEXT).events)
    if found != cards:
        raise BenchFailed(f"the reader finds {found} of {cards} cards")
    ours, parser = medians(
        lambda: pages / seconds(lambda: [read_events(body, _CONTEXT) for _ in range(pages)]),
        lambda: pages / seconds(lambda: [html.fromstring(body) for _ in range(pages)]),
        place.size(5, 1),
    )
    return Figure(ours / parser, f"{ours:,.0f} pages/s ÷ {parser:,.0f}")


def page(cards: int) -> bytes:
    menu = "".join(f'<li><a href="/about/{number}">About the hall, part {number}</a></li>' for number in range(40))
    note = "<div class=note><p>The hall was built by the harbor <b>and has seen</b> many evenings.</p></div>"
    shows = "".join(_card(number) for number in range(cards))
    return f"<html lang=en><body><ul>{menu}</ul><main>{shows}</main>{note * 950}</body></html>".encode()


def _card(number: int) -> str:
    day = _FIRST + timedelta(days=number)
    return (
        f'<div class=show><a href="/shows/{number}"><img src="/{number}.jpg"><h3>Evening of the Heron {number}</h3></a>'
        f"<p class=when>{day:%a, %b} {day.day}, {day.year} · 7:30 PM</p><p>Main Hall, 12 Quay Street</p>"
        "<p>Chamber music for two violins and a door that creaks. Bring a chair.</p></div>"
    )
