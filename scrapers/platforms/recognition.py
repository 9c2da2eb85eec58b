"""Recognizes a body's platform by the marks that each platform describes."""

from __future__ import annotations

from scrapers.platforms.platform import Body, Mark, Platform
from scrapers.platforms.registry import platform, platforms
from scrapers.reading.bodies import decode
from scrapers.reading.contract import Context, Reading

AUTO = "auto"
"""Instead of a platform's name: recognize it from the body."""
HEAD = 2000
"""How many characters decide the kind of a body."""


def choices() -> tuple[str, ...]:
    """Every name that `read_events` accepts."""
    return (*platforms(), AUTO)


def read_events(kind: str, body: bytes, context: Context) -> Reading:
    """Reads a body with the named platform's reader; for `auto`, with the recognized platform's. Raises KeyError for an
    unknown name."""
    chosen = recognize(body, context) if kind == AUTO else platform(kind)
    return chosen.read_events(body, context)


def recognize(body: bytes, context: Context) -> Platform:
    """The platform with the heaviest mark in the body. Raises BadCharset."""
    text = decode(body, context).lstrip("\ufeff \t\r\n")
    kind, lower = body_kind(text), text.lower()
    found = [(mark, one) for one in platforms().values() for mark in one.marks if mark.found_in(kind, lower)]
    return max(found, key=_weight)[1]


def body_kind(text: str) -> Body:
    """The kind of a text, judged by its first characters."""
    head = text[:HEAD].lower()
    if "begin:vcalendar" in head:
        return Body.ICALENDAR
    if head.startswith(("<?xml", "<rss", "<feed", "<rdf")) and any(tag in head for tag in ("<rss", "<feed", "<rdf")):
        return Body.FEED
    return Body.JSON if head.startswith(("{", "[", '"')) else Body.HTML


def _weight(found: tuple[Mark, Platform]) -> int:
    return found[0].weight
