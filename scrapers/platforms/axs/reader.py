"""Reads the events of a venue's page at AXS."""

from __future__ import annotations

from typing import Any

from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem
from scrapers.reading.bodies import TextKind, decode, kind_of, refuse_challenge, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.json_text import json_document, lenient_json
from scrapers.reading.page_tree import page_tree
from scrapers.reading.records import Facts, Record, event_of, inner, list_at, objects, place, read_each, when
from scrapers.reading.structured.values import first_text, line

_WIDE = 17
"""The media type of the picture in landscape format."""


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a venue's page, or of its `venueEventsData` as JSON. `uid` is the event's id; each date of a run
    has its own. Times are local. Where the site hides the hour (`hideEventTime`, `eventDateOnly`), it is unknown.

    Raises PageChanged for a page without `venueEventsData`.
    """
    return read_each(listed(decode(body, context), context)[0], _event, context, uid_at="id", title_at="headlinersText")


def listed(text: str, context: Context) -> tuple[list[Any], int | None]:
    """The page's records, and how many events all pages have."""
    refuse_challenge(text, context)
    if kind_of(text) is TextKind.JSON:
        document = json_document(text, context)
        if isinstance(document, list):
            return list_at(document, context), None
        found = inner(document, "venueEventsData") or document
        return list_at(found, context, "eventItems"), _total(found)
    require_html(text, context)
    page = Selector(root=page_tree(text, context), type="html")
    script = page.xpath("//script[@id='__NEXT_DATA__']/text()").get() or "null"
    found = inner(lenient_json(script), "props", "pageProps", "venueEventsData")
    if "eventItems" not in found:
        raise PageChanged("no venueEventsData on the page", url=context.url, source=context.source)
    return list_at(found, context, "eventItems"), _total(found)


def _total(found: Any) -> int | None:
    total = found.get("totalEvents") if isinstance(found, dict) else None
    return total if isinstance(total, int) else None


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    written = first_text(record.get("date")) or ""
    if record.get("hideEventTime") is True or record.get("eventDateOnly") is True:
        written = written.partition("T")[0]
    media = objects(record.get("relatedMedia"))
    picture = next((one for one in media if one.get("mediaTypeId") == _WIDE), media[0] if media else {})
    support = line(record.get("supportingText"))
    tour = line(record.get("tourTitle"))
    return event_of(
        Facts(
            uid=record.get("id"),
            title=record.get("headlinersText") or record.get("title"),
            occurrences=(when(written, None, context),),
            url=record.get("eventUrl") or record.get("url"),
            description="\n".join(filter(None, (tour, support and f"With {support}"))) or None,
            venue=place(record.get("venueTitle"), record.get("city"), record.get("state")),
            image_url=picture.get("fileName"),
            raw={"starts_at": record.get("date"), "category": record.get("majorCategory")},
        ),
        context,
    )
