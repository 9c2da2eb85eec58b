"""Reads the JSON of a Squarespace events collection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import BadRecord, PageChanged
from core.items import EventItem, EventStatus, Occurrence, Venue
from scrapers.reading.bodies import decode
from scrapers.reading.contract import Context, Reading
from scrapers.reading.json_text import json_document
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.scope import when_of
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.structured.dates import DayTime, occurrence
from scrapers.reading.structured.values import as_list, first_text, line, position_of
from scrapers.reading.text import absolute_url, plain_text

Record = Mapping[str, Any]

_EVENT = 12
"""The `recordType` of an event; posts, products, and images have others."""

_LISTS = ("upcoming", "past", "items")
_FRAME = ("collection", "website", "item")
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC).timestamp(), datetime(2201, 1, 1, tzinfo=UTC).timestamp()
_NOWHERE = (40.7207559, -74.0007613)
"""The default position of the map's marker: the company's own street in New York."""


def read_json(text: str, context: Context) -> Reading:
    """The events of an events page (`upcoming`, `past`, `items`, or a single `item`) or of a month's bare list, without
    applying the window. Raises WrongKind for anything but JSON, PageChanged for JSON of another shape."""
    document = json_document(text, context)
    problems: list[BadRecord] = []
    events: list[EventItem] = []
    zone = _zone(document, context)
    for record in _records(document, context):
        try:
            events.append(_event(record, zone, context))
        except BadRecord as problem:
            problems.append(problem)
    return Reading(events=tuple(events), problems=tuple(problems))


def next_page(body: bytes, context: Context) -> str | None:
    """The absolute address of a collection's next page (`pagination.nextPageUrl`) as the site writes it, without
    `format=json`. None on the last page and for a month's list."""
    document = json_document(decode(body, context), context)
    paging = document.get("pagination") if isinstance(document, dict) else None
    link = first_text(paging.get("nextPageUrl")) if isinstance(paging, dict) and paging.get("nextPage") else None
    return absolute_url(link, context.url)


def known_zone(name: str) -> str | None:
    """The name itself if it is an IANA zone, else None."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone(document: Any, context: Context) -> str:
    website = document.get("website") if isinstance(document, dict) else None
    name = first_text(website.get("timeZone")) if isinstance(website, dict) else None
    return (known_zone(name) if name else None) or context.timezone


def _records(document: Any, context: Context) -> Iterable[Any]:
    """The records that are or should be events. Raises PageChanged if a collection counts items but has none."""
    if isinstance(document, list):
        return [record for record in document if not _is_other(record)]
    if not isinstance(document, dict) or not any(name in document for name in (*_LISTS, *_FRAME)):
        found = ", ".join(document)[:150] if isinstance(document, dict) else str(document)[:150]
        raise PageChanged(f"JSON without a collection or items: {found}", url=context.url, source=context.source)
    records = [record for name in _LISTS for record in as_list(document.get(name))] + as_list(document.get("item"))
    collection = document.get("collection")
    counted = collection.get("itemCount") if isinstance(collection, dict) else None
    if not records and isinstance(counted, int) and counted > 0:
        raise PageChanged(
            f"a collection that counts {counted} items but has none", url=context.url, source=context.source
        )
    return [record for record in records if not _is_other(record)]


def _is_other(record: Any) -> bool:
    return isinstance(record, dict) and record.get("recordType", _EVENT) != _EVENT


def _event(record: Any, zone: str, context: Context) -> EventItem:
    if not isinstance(record, dict):
        raise _bad(context, "items", f"a record that isn't an object: {record!r}")
    url = absolute_url(first_text(record.get("fullUrl")), context.url)
    title = line(record.get("title"))
    uid = unquote(urlsplit(url).path).strip("/") if url else first_text(record.get("id"))
    if title is None or not uid:
        missing = "uid" if title else "title"
        raise _bad(context, missing, f"a record without a {missing}: {record.get('urlId')!r}", url)
    start, end = (_minute(record.get(name), zone) for name in ("startDate", "endDate"))
    if start is None:
        raise _bad(context, "starts_at", f"startDate {record.get('startDate')!r} of {title!r} isn't a time", url, title)
    description = plain_text(first_text(record.get("body")) or first_text(record.get("excerpt")) or "") or None
    when = when_of([_occurrence(start, end, zone, EventStatus.SCHEDULED)])
    standing, venue = with_notices(status_of_title(title), _venue(record.get("location")), description, when)
    status = standing.status or EventStatus.SCHEDULED
    image = first_text(record.get("assetUrl"))
    raw = {"starts_at": first_text(record.get("startDate")), "ends_at": first_text(record.get("endDate"))}
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=description,
        status=status,
        sold_out=standing.sold_out,
        occurrences=(_occurrence(start, end, zone, status),),
        venue=venue,
        image_url=None if image is None or image.endswith("/") else absolute_url(image, context.url),
        categories=tuple(
            dict.fromkeys(
                word for name in ("categories", "tags") for entry in as_list(record.get(name)) if (word := line(entry))
            )
        ),
        last_modified=_minute(record.get("updatedOn"), "UTC"),
        raw={name: text for name, text in raw.items() if text},
    )


def _occurrence(start: datetime, end: datetime | None, zone: str, status: EventStatus) -> Occurrence:
    """From local midnight to 23:59 or a later midnight means all day, and without length a day without an hour, as in
    structured data."""
    if end is None or start.time() != time():
        ends_at = end if end is not None and end > start else None
        return Occurrence(starts_at=start, ends_at=ends_at, timezone=zone, status=status)
    opens, closes = DayTime(start.date(), start.time()), DayTime(end.date(), end.time())
    return occurrence(opens, closes, zone, status=status)


def _minute(value: Any, zone: str) -> datetime | None:
    """A time in milliseconds since 1970, cut to the minute: the rest (`…00499`) is from when somebody saved a form."""
    if isinstance(value, bool) or not isinstance(value, int) or not _EARLIEST * 1000 <= value < _LATEST * 1000:
        return None
    return datetime.fromtimestamp(value // 60_000 * 60, ZoneInfo(zone))


def _venue(value: Any) -> Venue | None:
    """`addressLine2` is city, region, and code. Coordinates come from the marker, unless it is in its default place."""
    if not isinstance(value, dict):
        return None
    parts = (line(value.get(name)) for name in ("addressLine1", "addressLine2", "addressCountry"))
    name, address = line(value.get("addressTitle")), ", ".join(part for part in parts if part) or None
    if name is None and address is None:
        return None
    latitude, longitude = position_of(value.get("markerLat"), value.get("markerLng"))
    if latitude is None or longitude is None or (round(latitude, 7), round(longitude, 7)) == _NOWHERE:
        return Venue(name=name, address=address)
    return Venue(name=name, address=address, latitude=latitude, longitude=longitude)


def _bad(context: Context, field: str, found: str, url: str | None = None, title: str = "") -> BadRecord:
    return BadRecord(found, url=url or context.url, source=context.source, field=field, title=title)
