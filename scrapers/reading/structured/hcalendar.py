"""Finds h-event and hCalendar events, in the shape of JSON-LD (microformats.org h-event; hCalendar 1.0)."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any

from lxml import etree, html

from core.errors import BadRecord
from scrapers.reading.contract import Context
from scrapers.reading.structured.dates import read_day_time
from scrapers.reading.xpaths import elements

_EVENTS = etree.XPath(
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' h-event ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' vevent ')]"
)
_ROOTS = frozenset({"h-event", "vevent"})
_NAMES = {"name": "name", "url": "url", "category": "keywords", "photo": "image", "organizer": "organizer"}
_MOST_INSIDE = 40
"""Nested events in one event. mf2py copies inner elements once per level."""
_MOST_COPIES = 40_000
"""Copied elements on one page. mf2py copies every element of an hCalendar event, with all elements inside, a dozen
times: 250 nested elements in 6 KB took 4 s. A page of 500 events with 15 elements each needs 20,000 copies."""
_DEEPEST = 60
_DATES = {"dtstart", "dtend"}
_FAILURES = (etree.Error, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What mf2py 2.0 may raise for broken markup."""


def documents(tree: html.HtmlElement, context: Context, problems: list[BadRecord]) -> list[Any]:
    """The outermost events, in page order. mf2py reads them one at a time, since it is slow on a whole page."""
    from extruct.microformat import MicroformatExtractor  # importing its libraries takes 0.3 s, and few pages need them

    found = []
    left = _MOST_COPIES
    for element in elements(tree, _EVENTS):
        if any(_is_root(one) for one in element.iterancestors()):
            continue
        copies = _copies(element)
        if copies > left or sum(1 for one in element.iterdescendants() if _is_root(one)) > _MOST_INSIDE:
            found_inside = "an h-event with too many elements or nested events"
            problems.append(BadRecord(found_inside, url=context.url, source=context.source, field="h-event"))
            continue
        left -= copies
        classic = "vevent" in (element.get("class") or "").split()
        markup = html.tostring(_with_titles(element), encoding="unicode", with_tail=False)
        try:
            items = MicroformatExtractor().extract(markup, base_url=context.url)
        except _FAILURES as cause:
            problems.append(
                BadRecord(f"an unreadable h-event: {cause}", url=context.url, source=context.source, field="h-event")
            )
        else:
            found += [_as_json_ld(item, classic) for item in items if "h-event" in item.get("type", [])]
    return found


def _copies(element: html.HtmlElement) -> int:
    """How many elements there are in copies of each element with its descendants: the sum of their depths. If one is
    nested too deep, a number over the limit."""
    depth = total = 0
    for event, _ in etree.iterwalk(element, events=("start", "end")):
        depth += 1 if event == "start" else -1
        total += depth if event == "start" else 0
        if depth > _DEEPEST:
            return _MOST_COPIES + 1
    return total


def _with_titles(element: html.HtmlElement) -> html.HtmlElement:
    """The event, or a copy whose dates in titles count on any element: hCalendar has them on `abbr` alone, and some
    sites write `<span class="dtstart" title="2026-12-09T22:00:00+00:00">`."""
    if not any(_has_date_in_title(one) for one in element.iterdescendants()):
        return element
    copied = deepcopy(element)
    for one in copied.iterdescendants():
        if _has_date_in_title(one):
            one.tag = "abbr"
    return copied


def _has_date_in_title(element: html.HtmlElement) -> bool:
    title = element.get("title") if isinstance(element.tag, str) else None
    if title is None or element.tag in ("abbr", "time") or _DATES.isdisjoint((element.get("class") or "").split()):
        return False
    return read_day_time(title) is not None


def _is_root(element: html.HtmlElement) -> bool:
    return not _ROOTS.isdisjoint((element.get("class") or "").split())


def _as_json_ld(item: dict[str, Any], classic: bool) -> dict[str, Any]:
    properties = item.get("properties", {})
    node: dict[str, Any] = {"@type": "Event"}
    for name, values in properties.items():
        if name in _NAMES:
            node[_NAMES[name]] = [_text(value) for value in values]
    node["description"] = [
        _text(value) for name in ("description", "summary", "content") for value in properties.get(name, [])
    ]
    node["startDate"] = [_text(value) for value in properties.get("start", [])]
    node["endDate"] = [_last_day(_text(value), classic) for value in properties.get("end", [])]
    node["location"] = [_place(value, properties) for value in properties.get("location", [])]
    node["subEvent"] = [_as_json_ld(child, classic) for child in item.get("children", []) if "h-event" in child["type"]]
    return node


def _last_day(text: str, classic: bool) -> str:
    """The last day of an event. hCalendar's dtend is the day after it, as in iCalendar (RFC 5545 3.6.1); h-event's end
    is the last day itself."""
    moment = read_day_time(text)
    if classic and moment is not None and moment.clock is None:
        return (moment.day - timedelta(days=1)).isoformat()
    return text


def _text(value: Any) -> str:
    if isinstance(value, dict):
        names = value.get("properties", {}).get("name", [])
        return str(value.get("value") or (names[0] if names else ""))
    return str(value)


def _place(value: Any, properties: dict[str, Any]) -> Any:
    if not isinstance(value, dict):
        return value
    inner = value.get("properties", {})
    place: dict[str, Any] = {"@type": "Place", "name": [_text(name) for name in inner.get("name", [])]}
    place["address"] = [_text(part) for part in inner.get("adr", [])] or _address(inner)
    geo = inner.get("geo", []) or properties.get("geo", [])
    position = _text(geo[0]).replace(";", ",").split(",") if geo else []
    if len(position) == 2:
        place["geo"] = {"latitude": position[0].strip(), "longitude": position[1].strip()}
    return place


def _address(properties: dict[str, Any]) -> dict[str, Any]:
    names = {
        "street-address": "streetAddress",
        "locality": "addressLocality",
        "region": "addressRegion",
        "postal-code": "postalCode",
        "country-name": "addressCountry",
    }
    parts = {schema: _text(properties[name][0]) for name, schema in names.items() if properties.get(name)}
    return {"@type": "PostalAddress", **parts}
