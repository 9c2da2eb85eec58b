"""Tidies the text of events: white space, invisible characters, and empty text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from core.items import EventItem, FeedItem, Occurrence, Price, Venue
from core.visible_text import one_line, visible

_BLANK_LINES = re.compile(r"\n{3,}")


class Clean:
    """Pipeline step. Trims text, turns empty text into None, and removes what nobody sees (`core.visible_text`), among
    that NUL and lone surrogates, which Postgres rejects."""

    def process_item(self, item: Any) -> Any:
        if isinstance(item, FeedItem):
            return replace(item, label=line(item.label) or "")
        return clean(item) if isinstance(item, EventItem) else item


def clean(item: EventItem) -> EventItem:
    """The event with tidy text; amounts, times, and flags don't change."""
    venue, price = item.venue, item.price
    tidy = replace(
        item,
        uid=visible(item.uid).strip(),
        title=line(item.title) or "",
        url=line(item.url),
        description=paragraphs(item.description),
        venue=None if venue is None else _tidy_venue(venue),
        organizer=line(item.organizer),
        price=None if price is None else _tidy_price(price),
        ticket_url=line(item.ticket_url),
        image_url=line(item.image_url),
        categories=tuple(dict.fromkeys(filter(None, map(line, item.categories)))),
        raw={name: visible(text) for name, text in item.raw.items()},
    )
    if not any(map(_says_its_own, item.occurrences)):
        return tidy
    return replace(tidy, occurrences=tuple(_tidy_occurrence(one, tidy) for one in item.occurrences))


def _says_its_own(one: Occurrence) -> bool:
    return any(own is not None for own in (one.title, one.venue, one.url, one.description))


def _tidy_occurrence(one: Occurrence, event: EventItem) -> Occurrence:
    """Drops what it repeats from its event."""
    title, url, description = line(one.title), line(one.url), paragraphs(one.description)
    venue = None if one.venue is None else _tidy_venue(one.venue)
    return replace(
        one,
        title=None if title == event.title else title,
        venue=None if venue == event.venue else venue,
        url=None if url == event.url else url,
        description=None if description == event.description else description,
    )


def line(text: str | None) -> str | None:
    """One line: runs of white space become one space."""
    return None if text is None else one_line(text) or None


def paragraphs(text: str | None) -> str | None:
    """Keeps lines; removes trailing white space and repeated blank lines."""
    if text is None:
        return None
    lines = (part.rstrip() for part in visible(text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip() or None


def _tidy_venue(venue: Venue) -> Venue | None:
    tidy = replace(venue, name=line(venue.name), address=line(venue.address))
    return None if tidy == Venue() else tidy


def _tidy_price(price: Price) -> Price | None:
    tidy = replace(price, text=line(price.text))
    return None if tidy == Price() else tidy
