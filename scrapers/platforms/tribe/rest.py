"""Reads the REST answers of The Events Calendar: `/wp-json/tribe/events/v1/events`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import BadRecord, Blocked, PageChanged, PageGone, WrongKind
from core.items import EventItem, EventStatus, Occurrence, Price, Venue
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import end_of_day, local
from scrapers.reading.json_text import lenient_json
from scrapers.reading.prices import read_price
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.scope import when_of
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import Standing, status_of_label
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.event import slug_of
from scrapers.reading.structured.values import as_list, first_text, line, position_of, texts
from scrapers.reading.text import absolute_url, plain_text

Record = Mapping[str, Any]

_RAW = {"start_date": "starts_at", "end_date": "ends_at", "cost": "price"}
_BLOCKING = ("forbidden", "cannot", "not_logged_in", "disabled", "unauthorized")


def read_rest(text: str, context: Context) -> Reading:
    """The events of an archive page or of one event's answer.

    Leaves out events that the site doesn't show: with a status other than `publish`, a `…__trashed` slug, or
    `hide_from_listings`. Raises PageGone past the last page, Blocked if the route is closed, PageChanged for JSON of
    another shape.
    """
    events: dict[str, EventItem] = {}
    problems: list[BadRecord] = []
    for record in _records(text, context):
        if not isinstance(record, dict):
            problems.append(_bad(context, "events", f"an event that isn't an object: {record!r}"))
        elif _is_shown(record):
            try:
                event = read_record(record, context)
            except BadRecord as problem:
                problems.append(problem)
            else:
                events.setdefault(event.uid, event)
    return Reading(events=tuple(events.values()), problems=tuple(problems))


def _records(text: str, context: Context) -> list[Any]:
    document = lenient_json(text)
    if document is None:
        raise WrongKind(f"not JSON: {text[:80]!r}", url=context.url, source=context.source)
    if isinstance(document, dict):
        if isinstance(document.get("events"), list):
            return list(document["events"])
        if "start_date" in document and "title" in document:
            return [document]
        if isinstance(document.get("code"), str):
            raise _refusal(document, context)
    found = ", ".join(document)[:150] if isinstance(document, dict) else type(document).__name__
    raise PageChanged(f"JSON without events: {found}", url=context.url, source=context.source, field="events")


def _refusal(document: Record, context: Context) -> Exception:
    """The error that WordPress's error object means: `{"code": …, "message": …, "data": {"status": …}}`."""
    code, message = str(document["code"]), str(document.get("message", ""))
    blocked = any(word in code for word in _BLOCKING)
    return (Blocked if blocked else PageGone)(f"{code}: {message}", url=context.url, source=context.source)


def _is_shown(record: Record) -> bool:
    return (
        record.get("status", "publish") == "publish"
        and not str(record.get("slug", "")).endswith("__trashed")
        and not record.get("hide_from_listings")
    )


def read_record(record: Record, context: Context) -> EventItem:
    """One event. `uid` is the post id (see `addresses.post_id_of_uid`); each occurrence of a series has its own."""
    url = absolute_url(first_text(record.get("url")), context.url)
    title, own = line(record.get("title")), first_text(record.get("id")) or ""
    if title is None:
        raise _bad(context, "title", f"event {own} has no title", url)
    uid = own if own.isdecimal() else slug_of(url or "")
    if not uid:
        raise _bad(context, "uid", f"{title!r} has no id", url)
    description = plain_text(first_text(record.get("description")) or "") or None
    place = None if record.get("is_virtual") is True else _venue(record.get("venue"))
    occurrence = _occurrence(record, title, url, context)
    standing, venue = with_notices(
        status_of_title(title) | _standing(record), place, description, when_of([occurrence])
    )
    status = standing.status or EventStatus.SCHEDULED
    raw = {
        name: text
        for name in ("start_date", "end_date", "timezone", "cost", "website")
        if (text := first_text(record.get(name)))
    }
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=description,
        status=status,
        sold_out=standing.sold_out,
        occurrences=(replace(occurrence, status=status),),
        venue=venue,
        organizer=", ".join(name for entry in as_list(record.get("organizer")) if (name := line(entry, "organizer")))
        or None,
        price=_price(record),
        image_url=absolute_url(first_text(record.get("image"), "url"), context.url),
        categories=tuple(name for entry in as_list(record.get("categories")) if (name := line(entry, "name"))),
        last_modified=_modified(record),
        raw={_RAW.get(name, name): text for name, text in raw.items()},
    )


def _standing(record: Record) -> Standing:
    """The status from the Event Status extension: `event_status` or the post's `_tribe_events_status`."""
    words = [
        text for name in ("event_status", "_tribe_events_status") for text in texts(record.get(name), "status", "slug")
    ]
    return status_of_label(" ".join(words))


def _occurrence(record: Record, title: str, url: str | None, context: Context) -> Occurrence:
    start_text, end_text = first_text(record.get("start_date")), first_text(record.get("end_date"))
    start = schema_dates.read_day_time(start_text or "")
    if start is None:
        raise _bad(context, "starts_at", f"start_date {start_text!r} of {title!r} isn't a date", url, title)
    end = schema_dates.read_day_time(end_text or "")
    zone, in_utc = _zone(record, context)
    if record.get("all_day") in (True, "1", 1, "yes"):
        last = max(start.day, end.day) if end is not None else start.day
        return Occurrence(
            starts_at=local(start.day, None, zone), ends_at=end_of_day(last, zone), timezone=zone, all_day=True
        )
    if in_utc:
        start = replace(start, offset=UTC)
        end = None if end is None else replace(end, offset=UTC)
    return schema_dates.occurrence(start, end, zone)


def _zone(record: Record, context: Context) -> tuple[str, bool]:
    """The event's IANA zone, and whether its times are in UTC.

    A manual offset (`UTC-8`, `UTC+0`) is wrong half the year, and start_date is wall-clock time, so the source's zone
    replaces it. `UTC` means UTC, unless the context says that the site labels local times with it.
    """
    name = first_text(record.get("timezone")) or ""
    if name in ("UTC", "Etc/UTC", "GMT"):
        return context.timezone, not context.utc_is_local
    try:
        return (ZoneInfo(name).key, False) if "/" in name else (context.timezone, False)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return context.timezone, False


def _venue(value: Any) -> Venue | None:
    """The venue from an object; None for an empty list or object, and for one with only a default country."""
    venue = next((entry for entry in as_list(value) if isinstance(entry, dict)), {})
    name, street, city = line(venue.get("venue")), line(venue.get("address")), line(venue.get("city"))
    if not (name or street or city):
        return None
    region = " ".join(
        part for part in (line(venue.get("stateprovince") or venue.get("state")), line(venue.get("zip"))) if part
    )
    parts = (street.rstrip(", ") if street else None, city, region, line(venue.get("country")))
    latitude, longitude = position_of(venue.get("geo_lat"), venue.get("geo_lng"))
    address = ", ".join(part for part in parts if part) or None
    return Venue(name=name, address=address, latitude=latitude, longitude=longitude)


def _price(record: Record) -> Price | None:
    """The price from `cost` as the page shows it, else from `cost_details`. An empty cost is unknown, not free."""
    details = record.get("cost_details")
    details = details if isinstance(details, dict) else {}
    text = line(record.get("cost")) or " - ".join(texts(details.get("values")))
    return read_price(text, first_text(details.get("currency_code"))) if text else None


def _modified(record: Record) -> datetime | None:
    moment = schema_dates.read_day_time(first_text(record.get("modified_utc")) or "")
    return None if moment is None or moment.clock is None else datetime.combine(moment.day, moment.clock, UTC)


def _bad(context: Context, field: str, found: str, url: str | None = None, title: str = "") -> BadRecord:
    return BadRecord(found, url=url or context.url, source=context.source, field=field, title=title)
