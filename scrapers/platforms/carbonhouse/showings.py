"""Reads the showings on a detail page, each with its date, hours, and status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from parsel import Selector

from core.errors import BadRecord
from core.items import EventStatus, Occurrence
from scrapers.platforms.carbonhouse.addresses import uid_of
from scrapers.platforms.carbonhouse.occurrences import day_text, days_of, hours_of, occurrences_of
from scrapers.platforms.carbonhouse.tickets import standing_of
from scrapers.reading.contract import Context
from scrapers.reading.problems import located
from scrapers.reading.text import attribute, squash, text_of

_ROWS = ".event_showings .listItem, .event_showings li[id^='showing_'], li[id^='showing_']"
_DATES = (".showings_date", ".date", "[aria-label*='20']", ".m-date__singleDate", ".m-date__rangeFirst")
_HOURS = (".time-doors, .doors", ".time-stamp", ".starttime", ".time", ".start")
"""The first group only says when the doors open; the first one found of the others says when the event starts."""


@dataclass(frozen=True, slots=True)
class Showings:
    """The showings of an event. `sold_out`: all of them are. `text`: their dates and hours as written."""

    occurrences: tuple[Occurrence, ...]
    sold_out: bool
    text: str
    problems: tuple[BadRecord, ...]


def take_showings(page: Selector) -> list[Selector]:
    """Removes the list of showings from the page and returns its rows. The rest is about the event as a whole."""
    rows = list(page.css(_ROWS))
    for row in rows:
        try:
            row.drop()
        except ValueError:  # lxml can't join a control character after the row to the text before it
            row.root.getparent().remove(row.root)
    return rows


def read_showings(rows: list[Selector], status: EventStatus, near: date | None, context: Context) -> Showings | None:
    """All showings by time, each once (pages list them twice, for wide and narrow screens); None without rows.

    status  of the whole event, for showings that don't state one.
    near    a day of the event, for showings without a year.
    A showing with an unreadable date is a problem; one with an unclear hour keeps its day.
    """
    if not rows:
        return None
    found: dict[tuple[object, ...], Occurrence] = {}
    problems: list[BadRecord] = []
    texts: list[str] = []
    sold_out: list[bool] = []
    for row in _distinct(rows):
        standing = standing_of(row)
        day, hours = _day(row), _hours(row)
        try:
            span = days_of(day, context, near=near)
        except BadRecord as problem:
            problems.append(located(problem, context, uid=uid_of(context.url)))
            continue
        times, doubt = hours_of(hours or day, context.timezone)
        if doubt is not None:
            problems.append(located(doubt, context, uid=uid_of(context.url)))
        texts.append(f"{day} {hours}".strip())
        sold_out.append(standing.sold_out)
        for occurrence in occurrences_of(span, times, context.timezone, standing.status or status):
            found.setdefault((occurrence.starts_at, occurrence.time_known), occurrence)
    by_time = tuple(sorted(found.values(), key=lambda occurrence: occurrence.starts_at))
    return Showings(by_time, bool(sold_out) and all(sold_out), "; ".join(dict.fromkeys(texts)), tuple(problems))


def _distinct(rows: list[Selector]) -> Iterator[Selector]:
    seen: set[str] = set()
    for row in rows:
        number = attribute(row, "id")
        if not number or number not in seen:
            seen.add(number)
            yield row


def _day(row: Selector) -> str:
    node = next((node for selector in _DATES for node in row.css(selector)), None)
    return day_text(row if node is None else node)


def _hours(row: Selector) -> str:
    """Doors and start in one text: "Doors: 6:00 PM / 7:00 PM"."""
    doors = next((text_of(node) for node in row.css(_HOURS[0]) if text_of(node)), "")
    start = next((text_of(node) for selector in _HOURS[1:] for node in row.css(selector) if text_of(node)), "")
    return squash(f"{doors} / {start}" if doors and start and doors not in start else start or doors)
