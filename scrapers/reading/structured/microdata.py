"""Finds the microdata items of a page, in the shape of JSON-LD (HTML Standard 5: Microdata)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree, html

from core.errors import BadRecord
from scrapers.reading.contract import Context
from scrapers.reading.structured.dates import read_day_time
from scrapers.reading.text import squash
from scrapers.reading.xpaths import elements

_MARKERS = etree.XPath("boolean(//*[@itemscope][contains(@itemtype, 'schema.org') or contains(@itemtype, 'Event')])")
_HIDDEN_DATES = etree.XPath("//*[@itemprop='startDate' or @itemprop='endDate'][@content][normalize-space()]")
_PLACES = etree.XPath(
    "//*[@itemscope][contains(@itemtype, 'Place')][not(.//*[@itemprop='name'])]//a[@itemprop='url'][normalize-space()]"
)
_TIMES = etree.XPath("//time[@itemprop][not(@datetime)][not(@content)][normalize-space()]")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})\s*([ap])\.?\s?m\b", re.IGNORECASE)
_FAILURES = (etree.Error, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What extruct 0.18 may raise for broken markup."""


def documents(tree: html.HtmlElement, context: Context, problems: list[BadRecord]) -> list[Any]:
    """The top items of a page. Returns at once if the page has no sign of microdata."""
    from extruct.w3cmicrodata import MicrodataExtractor  # importing its libraries takes 0.3 s, and few pages need them

    if not _MARKERS(tree):
        return []
    _settle_hidden_dates(tree, context)
    _name_places(tree)
    for shown in elements(tree, _TIMES):  # HTML Standard 4.5.14: the value of a time without datetime is its text
        shown.set("datetime", squash(str(shown.text_content()))[:100])
    try:
        items = MicrodataExtractor(strict=False).extract_items(tree, context.url)
    except _FAILURES as cause:
        problems.append(
            BadRecord(f"unreadable microdata: {cause}", url=context.url, source=context.source, field="microdata")
        )
        return []
    return [_as_json_ld(item) for item in items]


def _as_json_ld(item: Any) -> Any:
    if isinstance(item, list):
        return [_as_json_ld(entry) for entry in item]
    if not isinstance(item, dict):
        return item
    node = {name: _as_json_ld(value) for name, value in item.get("properties", {}).items()}
    if types := item.get("type"):
        node["@type"] = types
    if own := item.get("id"):
        node["@id"] = own
    if item.get("value"):
        node["@value"] = item["value"]
    return node


def _name_places(tree: html.HtmlElement) -> None:
    """Names places whose only name is the text of their link, as in schema.org's own Event example 1."""
    for link in elements(tree, _PLACES):
        name = etree.Element("meta", itemprop="name", content=squash(str(link.text_content()))[:200])
        link.addprevious(name)


def _settle_hidden_dates(tree: html.HtmlElement, context: Context) -> None:
    """Compares hidden times without a zone with the time that the same element shows.

    A county's recorded pages hide `2024-01-08T15:15` behind "January 08, 2024 10:15 AM": UTC without a zone. If the
    shown time is the hidden one read as UTC, the hidden one gets that zone. If they differ in any other way, the hour
    is unclear and only the date stays.
    """
    zone = ZoneInfo(context.timezone)
    for element in elements(tree, _HIDDEN_DATES):
        moment = read_day_time(element.get("content") or "")
        shown = _CLOCK.search(str(element.text_content())[:500])
        if moment is None or moment.clock is None or moment.offset is not None or shown is None:
            continue
        wall = (int(shown[1]) % 12 + (12 if shown[3] in "pP" else 0), int(shown[2]))
        if wall == (moment.clock.hour, moment.clock.minute):
            continue
        local = datetime.combine(moment.day, moment.clock, UTC).astimezone(zone)
        in_utc = wall == (local.hour, local.minute)
        element.set("content", f"{moment.day}T{moment.clock}Z" if in_utc else str(moment.day))
