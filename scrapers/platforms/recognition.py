"""The readers by the name of what they read, and a guess at that name from a body."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import cast

from scrapers.reading.bodies import decode
from scrapers.reading.contract import Context, Reading

Reader = Callable[[bytes, Context], Reading]


class Kind(StrEnum):
    """Each is the module of that name in this package, with a `read_events`; `auto` guesses."""

    ICS = "ics"
    JSONLD = "jsonld"
    CARBONHOUSE = "carbonhouse"
    TRIBE = "tribe"
    RSS = "rss"
    SQUARESPACE = "squarespace"
    LOCALIST = "localist"
    LIBCAL = "libcal"
    TNEW = "tnew"
    OVATIONTIX = "ovationtix"
    WIX = "wix"
    AUTO = "auto"


Marks = tuple[tuple[Kind, tuple[tuple[str, ...], ...]], ...]
JSON_MARKS: Marks = (
    (Kind.TRIBE, (("next_rest_url",), ("utc_start_date",), ("event-archive-page-not-found",))),
    (Kind.SQUARESPACE, (('"recordtypelabel"',), ('"calendarview"', '"collection"'))),
    (Kind.LOCALIST, (('"event_instance"',),)),
    (Kind.LIBCAL, (('"total_results"', '"startdt"'),)),
    (Kind.TNEW, (('"productionseasonid"',),)),
    (Kind.OVATIONTIX, (('"showtimes"',), ('"performancesummary"',))),
    (Kind.WIX, (('"scheduletbd"',),)),
    (Kind.CARBONHOUSE, (("",),)),
)
"""By kind, the sets of lower-case marks that such a body has; the first kind that fits is it."""
HTML_MARKS: Marks = (
    (Kind.TRIBE, (("tribe-events-calendar",),)),
    (Kind.CARBONHOUSE, (("eventitem",), ("m-date__",), ("carousel_item_title_small",), ("eventdetaillist",))),
    (Kind.LIBCAL, (("s-lc-ea-tb",),)),
    (Kind.LOCALIST, (('ele-prop="event.',), ("em-card_title",))),
    (Kind.TNEW, (("tn-prod-list-item",),)),
    (Kind.WIX, (("wix-warmup-data",),)),
    (Kind.SQUARESPACE, (("squarespace_context",),)),
)


def reader(kind: Kind) -> Reader:
    """The `read_events` of a kind; not for `auto`."""
    return cast("Reader", import_module(f"scrapers.platforms.{kind.value}.reader").read_events)


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
    marks = JSON_MARKS if head.startswith(("{", "[", '"')) else HTML_MARKS
    return next(
        (kind for kind, told in marks if any(all(mark in lower for mark in each) for each in told)), Kind.JSONLD
    )
