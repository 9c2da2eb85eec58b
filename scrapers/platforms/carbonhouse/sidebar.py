"""Reads the sidebar of a detail page: date, hours, venue, price."""

from __future__ import annotations

from dataclasses import dataclass

from parsel import Selector

from core.errors import BadRecord
from core.items import EventStatus, Occurrence
from scrapers.platforms.carbonhouse.addresses import uid_of
from scrapers.platforms.carbonhouse.occurrences import day_text, days_of, hours_of, occurrences_of
from scrapers.reading.contract import Context
from scrapers.reading.dates import DateSpan, Times
from scrapers.reading.problems import located
from scrapers.reading.text import squash, text_of

_DATES = (".sidebar_event_date", ".eventDetailList .date", "ul.details .date", ".buttonWrapper .date", ".event_date")
_STARTS = (".sidebar_event_starts", ".sidebar_event_time", ".has_door_time", "ul.details .time")
_DOORS = (".sidebar_event_doors", ".sidebar_doors", "ul.details .doors")
_VENUES = (".sidebar_event_venue", ".event_venue", ".venue_title")
_PRICES = (".sidebar_ticket_prices", ".sidebar_ticket_price", ".sidebar_price", ".ticket_price", ".event_price")
_LABEL = "descendant::*[self::label or contains(concat(' ', normalize-space(@class), ' '), ' label ')]"


@dataclass(frozen=True, slots=True)
class Sidebar:
    """What the sidebar says; "" or None for what it leaves out. `problems`: what was unreadable."""

    span: DateSpan | None
    times: Times
    venue: str
    price: str
    text: str
    problems: tuple[BadRecord, ...]

    def occurrences(self, context: Context, status: EventStatus) -> tuple[Occurrence, ...]:
        """The occurrences of the sidebar's date and hours, for pages without a list of showings."""
        return () if self.span is None else occurrences_of(self.span, self.times, context.timezone, status)


def read_sidebar(page: Selector, context: Context) -> Sidebar:
    """The sidebar of a page. An unclear date or hour becomes a problem, and the rest is still read."""
    problems: list[BadRecord] = []
    node = _first(page, _DATES)
    day = "" if node is None else day_text(node)
    span = None
    if day:
        try:
            span = days_of(day, context)
        except BadRecord as problem:
            problems.append(located(problem, context, uid=uid_of(context.url)))
    starts, doors = (_labeled(_first(page, selectors)) for selectors in (_STARTS, _DOORS))
    hours = squash(f"{doors} / {starts}" if doors and starts else doors or starts)
    times, doubt = hours_of(hours or (day if span is not None else ""), context.timezone)
    if doubt is not None:
        problems.append(located(doubt, context, uid=uid_of(context.url)))
    return Sidebar(
        span=span,
        times=times,
        venue=_value(_first(page, _VENUES)),
        price=_value(_first(page, _PRICES)),
        text=f"{day} {hours}".strip(),
        problems=tuple(problems),
    )


def _first(page: Selector, selectors: tuple[str, ...]) -> Selector | None:
    return next((node for selector in selectors for node in page.css(selector) if text_of(node)), None)


def _value(node: Selector | None) -> str:
    """The text of an entry without its label ("Venue")."""
    if node is None:
        return ""
    label, whole = "".join(text_of(found) for found in node.xpath(_LABEL)[:1]), text_of(node)
    return whole.removeprefix(label).strip(" :")


def _labeled(node: Selector | None) -> str:
    """The text of an entry with its label, "Doors: 8:00 PM": the label may say that this isn't the start."""
    if node is None:
        return ""
    label = "".join(text_of(found) for found in node.xpath(_LABEL)[:1])
    return f"{label} {_value(node)}".strip()
