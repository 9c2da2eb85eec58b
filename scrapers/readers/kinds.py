"""The readers by the name of what they read, and a guess at that name from a body."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import cast

from scrapers.readers.bodies import decode
from scrapers.readers.reading import Context, Reading

Reader = Callable[[bytes, Context], Reading]


class Kind(StrEnum):
    """Each is the module of that name in this package, with a `read_events`; `auto` guesses."""

    ICS = "ics"
    JSONLD = "jsonld"
    CARBONHOUSE = "carbonhouse"
    TRIBE = "tribe"
    RSS = "rss"
    AUTO = "auto"


def reader(kind: Kind) -> Reader:
    """The `read_events` of a kind; not for `auto`."""
    return cast("Reader", import_module(f"scrapers.readers.{kind.value}").read_events)


def read_events(kind: Kind, body: bytes, context: Context) -> Reading:
    """Read a body as what it is said to be, or, for `auto`, as what it looks like."""
    return reader(guess(body, context) if kind is Kind.AUTO else kind)(body, context)


def guess(body: bytes, context: Context) -> Kind:
    """What a body looks like, by the marks that each kind cannot do without."""
    text = decode(body, context).lstrip("\ufeff \t\r\n")
    head = text[:2000].lower()
    if "begin:vcalendar" in head:
        return Kind.ICS
    if head.startswith(("<?xml", "<rss", "<feed", "<rdf")) and any(f in head for f in ("<rss", "<feed", "<rdf")):
        return Kind.RSS
    lower = text.lower()
    if head.startswith(("{", "[", '"')):
        return Kind.TRIBE if "next_rest_url" in lower or "utc_start_date" in lower else Kind.CARBONHOUSE
    if "tribe-events" in lower and "tribe-events-calendar" in lower:
        return Kind.TRIBE
    if any(mark in lower for mark in ("eventitem", "m-date__", "carousel_item_title_small", "eventdetaillist")):
        return Kind.CARBONHOUSE
    return Kind.JSONLD
