"""Reads an event's page of Event Organizer, and the answer of its calendar."""

from __future__ import annotations

from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.json_text import json_document
from scrapers.reading.page_tree import page_tree
from scrapers.reading.records import Facts, Record, event_of, list_at, place, read_each, when
from scrapers.reading.structured.values import as_list, first_text
from scrapers.reading.text import slug_of, text_of

_META = "//*[contains(concat(' ', normalize-space(@class), ' '), ' eo-event-meta ')]"


def read_events(body: bytes, context: Context) -> Reading:
    """The dates of an event's page, or the events of `admin-ajax.php?action=eventorganiser-fullcal`, a bare list. `uid`
    is the slug of the event's address, which its dates share.

    Raises PageChanged for a page without the plugin's list of facts.
    """
    text = decode(body, context)
    if kind_of(text) is TextKind.JSON:
        return read_each(list_at(json_document(text, context), context), _listed, context, title_at="title")
    require_html(text, context)
    page = Selector(root=page_tree(text, context), type="html")
    facts = page.xpath(_META)
    if not facts:
        raise PageChanged("no list of facts (eo-event-meta)", url=context.url, source=context.source)
    starts = (
        facts.xpath(".//time[@itemprop='startDate']/@datetime").getall() or facts.xpath(".//time/@datetime").getall()
    )
    ends = facts.xpath(".//time[@itemprop='endDate']/@datetime").getall()
    pairs = zip(starts, ends if len(ends) == len(starts) else [None] * len(starts), strict=True)
    return read_each(
        [{"page": page, "start": start, "end": end} for start, end in pairs] or [{"page": page}], _dated, context
    )


def _dated(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    page: Selector = record["page"]
    url = page.xpath("//link[@rel='canonical']/@href").get() or context.url
    venue = page.xpath(f"{_META}//a[contains(@href, '/venue')]")
    title = text_of(next(iter(page.xpath("//h1[contains(@class, 'entry-title')]")), None))
    return event_of(
        Facts(
            uid=slug_of(url),
            title=title or page.xpath("//meta[@property='og:title']/@content").get() or text_of(_first(page, "//h1")),
            occurrences=(when(record.get("start"), record.get("end"), context),),
            url=url,
            description=page.xpath("//meta[@name='description']/@content").get(),
            venue=place(text_of(next(iter(venue), None))),
            image_url=page.xpath("//meta[@property='og:image']/@content").get(),
            categories=[text_of(one) for one in page.xpath(f"{_META}//a[contains(@href, '/category/')]")],
            raw={"starts_at": record.get("start")},
        ),
        context,
    )


def _first(page: Selector, path: str) -> Selector | None:
    return next(iter(page.xpath(path)), None)


def _listed(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    url = first_text(record.get("url")) or ""
    venue = record.get("venue_name") or (first_text(record.get("venue_slug")) or "").replace("-", " ").title()
    return event_of(
        Facts(
            uid=slug_of(url),
            title=record.get("title"),
            occurrences=(when(record.get("start"), record.get("end"), context, all_day=record.get("allDay") is True),),
            url=url,
            description=record.get("description"),
            venue=place(venue),
            categories=as_list(record.get("category")),
            raw={"starts_at": record.get("start")},
        ),
        context,
    )
