"""Reads the calendar cards of a SpotHopper site."""

from __future__ import annotations

import re

from parsel import Selector

from core.errors import BadRecord, Doubt, PageChanged
from core.items import EventItem, Occurrence
from scrapers.reading.bodies import decode, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import read_times
from scrapers.reading.page_tree import page_tree
from scrapers.reading.problems import located
from scrapers.reading.records import Facts, Record, event_of, read_each, when
from scrapers.reading.structured.dates import on_day, read_day_time
from scrapers.reading.text import image_of, text_of

_CARDS = "//*[contains(concat(' ', normalize-space(@class), ' '), ' event-calendar-card ')]"
_PRIVATE = re.compile(r"(?:closed for (?:a )?)?private (?:event|party|function)\b", re.IGNORECASE)
_ONCE = "does not repeat"


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a calendar page. `uid` is the card's id.

    The attribute with the start looks like UTC, but its first ten characters are the local day, and the hour has an
    attribute of its own. A repeating card says since when and how ("Monthly on x"), but not on which days: the event
    has its first date, and the others are reported as unread. Private events are left out.

    Raises PageChanged for a page without cards.
    """
    text = decode(body, context)
    require_html(text, context)
    page = Selector(root=page_tree(text, context), type="html")
    cards = page.xpath(_CARDS)
    if not cards and "event-calendar" not in text:
        raise PageChanged("no event-calendar-card", url=context.url, source=context.source)
    return read_each([{"card": card} for card in cards], _event, context)


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem | None:
    card: Selector = record["card"]
    title, own = text_of(next(iter(card.xpath(".//h2")), None)), card.xpath("@id").get() or ""
    if _PRIVATE.match(title):
        return None
    repeats = (card.xpath("@data-event-recurrence-type").get() or _ONCE).strip()
    occurrence, hours = _occurrence(card, context)
    if repeats.lower() not in ("", _ONCE):
        found = f"{title!r} repeats ({repeats!r}), but the card doesn't say when"
        doubt = Doubt(found, times_unread=True, field="starts_at", uid=own, title=title, day=occurrence.local_date)
        problems.append(located(doubt, context))
    info = next(iter(card.xpath(".//*[contains(@class, 'event-info-text')]")), None)
    return event_of(
        Facts(
            uid=own,
            title=title,
            occurrences=(occurrence,),
            url=f"{context.url.partition('#')[0]}#{own}" if own else None,
            description=text_of(info),
            image_url=image_of(card, context.url),
            raw={"starts_at": f"{text_of(_line(card, 'event-day'))} {hours}"},
        ),
        context,
    )


def _occurrence(card: Selector, context: Context) -> tuple[Occurrence, str]:
    """With the hours' text: the attribute has only the start."""
    day = (card.xpath("@data-event-start-date").get() or "")[:10]
    clock, hours = card.xpath("@data-event-start-time").get() or "", text_of(_line(card, "event-time"))
    moment = read_day_time(day)
    if moment is None:
        raise BadRecord(f"the day {day!r} isn't a date", field="starts_at")
    try:
        times = read_times(hours)
    except BadRecord:
        times = read_times("")
    if len(times.starts) == 1 and (not clock or f"{times.starts[0]:%H:%M}" == clock):
        return on_day(moment.day, times, context.timezone), hours
    return when(f"{day}T{clock}" if clock else day, None, context), hours


def _line(card: Selector, name: str) -> Selector | None:
    return next(iter(card.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")), None)
