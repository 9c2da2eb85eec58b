"""Reads the listing of a Tessitura TNEW box office as HTML: `tn-prod-list-item` and its performances."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem, EventStatus, Occurrence
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import local, read_dates, read_times
from scrapers.reading.page_tree import page_tree
from scrapers.reading.problems import located
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import status_of_label
from scrapers.reading.structured.event import slug_of
from scrapers.reading.text import absolute_url, attribute, image_of, text_of


def _part(name: str) -> str:
    return f".//*[contains(concat(' ', normalize-space(@class), ' '), ' tn-prod-list-item__{name} ')]"


_ITEMS = "//*[contains(concat(' ', normalize-space(@class), ' '), ' tn-prod-list-item ')]"
_HEADING = f"{_part('property--heading')} | {_part('perf-property--title')}"
_SHELL = "//*[starts-with(@class, 'tn-') or contains(@class, ' tn-')]"


def read_listing(text: str, context: Context) -> Reading:
    """The productions of a listing page, without applying the window. `uid` is `data-tn-prod-season-no`, else the last
    segment of the address.

    Raises PageChanged for a page without items: the site's script loads them, so only the JSON has them.
    """
    page = Selector(root=page_tree(text, context), type="html")
    items = page.xpath(_ITEMS)
    if not items:
        found = "a listing without items, which its script loads" if page.xpath(_SHELL) else "no sign of TNEW"
        advice = "Use /api/products/productionseasons, which has the performances as JSON."
        raise PageChanged(found, url=context.url, source=context.source, field="tn-prod-list-item", advice=advice)
    problems: list[BadRecord] = []
    events: dict[str, EventItem] = {}
    for item in items:
        try:
            event = _event(item, problems, context)
        except BadRecord as problem:
            problems.append(located(problem, context))
        else:
            if event is not None:
                events.setdefault(event.uid, event)
    return Reading(events=tuple(events.values()), problems=tuple(problems))


def _first(item: Selector, xpath: str) -> Selector | None:
    return next(iter(item.xpath(xpath)), None)


def _event(item: Selector, problems: list[BadRecord], context: Context) -> EventItem | None:
    """One production; None if all its performances are unreadable."""
    heading = _first(item, _HEADING)
    title = text_of(heading)
    link = None if heading is None else _first(heading, ".//a")
    url = absolute_url(attribute(link, "href"), context.url) if link is not None else None
    if not title:
        raise BadRecord(f"an item without a heading: {text_of(item)[:80]!r}", url=url or "", field="title")
    uid = attribute(item, "data-tn-prod-season-no").strip() or slug_of(url or "")
    if not uid:
        raise BadRecord(f"{title!r} has neither a number nor an address", url=url or "", field="uid")
    standing = status_of_title(title)
    found: dict[datetime, Occurrence] = {}
    sold_out, raw, broken = [], [], 0
    for row in item.xpath(_part("perf-list-item")):
        words, day, hour = (text_of(_first(row, _part(part))) for part in ("perf-status", "perf-date", "perf-time"))
        try:
            one = _occurrence(day, hour, context)
        except BadRecord as problem:
            broken += 1
            problems.append(located(problem, context, url=url, field="starts_at"))
            continue
        said = status_of_label(words)
        found.setdefault(one.starts_at, replace(one, status=said.status or standing.status or one.status))
        raw.append(f"{day} {hour}".strip())
        if said.status is not EventStatus.CANCELLED:
            sold_out.append(said.sold_out)
    if not found and not broken:
        raise BadRecord(f"{title!r} has no performance", url=url or "", field="starts_at", title=title)
    if not found:
        return None
    statuses = {one.status for one in found.values()}
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=text_of(_first(item, _part("property--description"))) or None,
        status=statuses.pop() if len(statuses) == 1 and not broken else EventStatus.SCHEDULED,
        sold_out=standing.sold_out or (bool(sold_out) and all(sold_out) and not broken),
        occurrences=tuple(found[start] for start in sorted(found)),
        ticket_url=url,
        image_url=image_of(_first(item, ".//img"), context.url),
        raw={"starts_at": " | ".join(raw)},
    )


def _occurrence(day: str, hour: str, context: Context) -> Occurrence:
    """The performance of a row with `Friday, July 31, 2026` and `12:40PM`. Without an hour, it has only its day."""
    span = read_dates(day, now=context.now.date())
    starts = read_times(hour or day, zone=context.timezone).starts
    if len(span.days) != 1 or len(starts) > 1:
        raise BadRecord(f"more than one performance in a row: {day!r} {hour!r}", field="starts_at")
    clock = starts[0] if starts else None
    return Occurrence(
        starts_at=local(span.first, clock, context.timezone), timezone=context.timezone, time_known=clock is not None
    )
