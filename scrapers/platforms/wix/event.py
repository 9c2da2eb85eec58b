"""Turns a record of Wix Events into an `EventItem`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence, Price, Venue
from scrapers.reading.contract import Context
from scrapers.reading.dates import local
from scrapers.reading.problems import unknown_status
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import status_of_label
from scrapers.reading.structured.dates import instant, read_day_time
from scrapers.reading.structured.values import as_list, first_text, line, position_of
from scrapers.reading.text import absolute_url, plain_text

Record = Mapping[str, Any]

_STATUSES = {
    **dict.fromkeys(["0", "1", "2", "SCHEDULED", "STARTED", "ENDED", "UPCOMING"], EventStatus.SCHEDULED),
    **dict.fromkeys(["3", "CANCELED", "CANCELLED"], EventStatus.CANCELLED),
}
_DRAFT = ("4", "DRAFT")
_RSVP, _TICKETS, _EXTERNAL = ("1", "RSVP"), ("2", "TICKETS", "TICKETING"), ("3", "EXTERNAL")
_ONLINE = ("1", "ONLINE")


def read_record(
    record: Any, addresses: Mapping[str, str], context: Context, problems: list[BadRecord]
) -> EventItem | None:
    """The event of a record; None for a draft. `addresses` are the event pages that the page links to, by slug.

    An unknown status is added to `problems`. The old API uses numbers for its statuses and types, the new one names.
    Raises BadRecord for an event whose date is to be announced.
    """
    if not isinstance(record, dict):
        raise _bad(context, "events", f"an event that isn't an object: {record!r}")
    title, uid = line(record.get("title")), first_text(record.get("id"))
    registration = _object(record.get("registration"))
    kind = first_text(registration.get("type")) or ""
    url = _address(first_text(record.get("slug")), kind, addresses, context)
    if title is None or uid is None:
        missing = "title" if title is None else "uid"
        raise _bad(context, missing, f"an event without a {missing}: {record.get('slug')!r}", url)
    stated = first_text(record.get("status")) or "0"
    if stated in _DRAFT:
        return None
    standing = status_of_title(title)
    status = _STATUSES.get(stated) or status_of_label(stated).status or EventStatus.SCHEDULED
    if status is EventStatus.SCHEDULED:
        status = standing.status or status
    ticketing = _object(registration.get("ticketing")) if kind in _TICKETS else {}
    price = _price(ticketing)
    external = first_text(_object(registration.get("external")).get("registration")) if kind in _EXTERNAL else None
    scheduling = _object(record.get("scheduling"))
    occurrence = _occurrence(scheduling, _object(record.get("location")), status, title, url, context)
    if stated not in _STATUSES:
        problems.append(unknown_status(stated, title, context, url=url))
    raw = {
        "starts_at": first_text(_object(scheduling.get("config")).get("startDate")),
        "shown": line(scheduling.get("formatted")),
        "timezone": first_text(_object(scheduling.get("config")).get("timeZoneId")),
        "price": price.text if price is not None else None,
    }
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=plain_text(first_text(record.get("description")) or first_text(record.get("about")) or "") or None,
        status=status,
        sold_out=standing.sold_out or (price is not None and ticketing.get("soldOut") is True),
        occurrences=(occurrence,),
        venue=_venue(_object(record.get("location"))),
        price=price,
        ticket_url=absolute_url(external, context.url) if external else (url if ticketing else None),
        image_url=absolute_url(first_text(record.get("mainImage"), "url"), context.url),
        categories=tuple(name for entry in as_list(record.get("categories")) if (name := line(entry, "name"))),
        last_modified=_modified(record),
        raw={name: text for name, text in raw.items() if text},
    )


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _address(slug: str | None, kind: str, addresses: Mapping[str, str], context: Context) -> str | None:
    """The event's page that the page links to. Without links, an event with tickets or RSVP on the site must have a
    page, and Wix puts it at `/event-details/<slug>`."""
    if not slug:
        return None
    if slug in addresses or addresses or kind not in (*_TICKETS, *_RSVP):
        return addresses.get(slug)
    return absolute_url(f"/event-details/{slug}", context.url)


def _occurrence(
    scheduling: Record, location: Record, status: EventStatus, title: str, url: str | None, context: Context
) -> Occurrence:
    """The event's time. `startDate` is in UTC and may have stray milliseconds; a hidden end is ignored."""
    config = _object(scheduling.get("config"))
    start = read_day_time(first_text(config.get("startDate")) or "")
    if config.get("scheduleTbd") is True or start is None or start.clock is None:
        shown = line(scheduling.get("formatted")) or line(config.get("scheduleTbdMessage")) or config.get("startDate")
        raise _bad(context, "starts_at", f"{title!r} has no date yet: {shown!r}", url, title)
    end = None if config.get("endDateHidden") is True else read_day_time(first_text(config.get("endDate")) or "")
    named = _known_zone(first_text(config.get("timeZoneId")) or "") or context.timezone
    starts_at = instant(start, named)
    ends_at = instant(end, named) if end is not None and end.clock is not None else None
    zone = context.timezone if _is_foreign_zone(named, location, context) else named
    if zone != named and config.get("showTimeZone") is not True:
        starts_at, ends_at = _as_shown(starts_at, zone), None if ends_at is None else _as_shown(ends_at, zone)
    return Occurrence(
        starts_at=starts_at.astimezone(ZoneInfo(zone)),
        ends_at=ends_at if ends_at is not None and ends_at > starts_at else None,
        timezone=zone,
        status=status,
    )


def _is_foreign_zone(zone: str, location: Record, context: Context) -> bool:
    """Whether an event's zone is in another country than its address, while the source's zone is in the same country.

    The zone comes from the editor's browser: a club in Toronto has events in Asia/Kolkata and Pacific/Easter, all shown
    at "10:00 p.m." without a zone. Visitors read that as the place's local time, so it counts, unless the page shows
    the zone next to the hour.
    """
    country = first_text(_object(location.get("fullAddress")).get("country")) or ""
    return country == country_of(context.timezone) and country_of(zone) not in (country, None)


def _as_shown(moment: datetime, zone: str) -> datetime:
    return local(moment.date(), moment.time(), zone)


def _known_zone(name: str) -> str | None:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=64)
def country_of(zone: str) -> str | None:
    """The ISO 3166 code of an IANA zone's country, from the tz database's zone.tab; None for zones that aren't places
    or are no longer listed."""
    for entry in files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines():
        fields = entry.split("\t")
        if len(fields) > 2 and fields[2] == zone:
            return fields[0]
    return None


def _price(ticketing: Record) -> Price | None:
    """The lowest and highest ticket price. Without tickets there is no price, even if fields are set: `soldOut` is true
    for every event without tickets, and an old price may remain from before the tickets moved to another site."""
    prices = [_object(ticketing.get(name)) for name in ("lowestTicketPrice", "highestTicketPrice")]
    amounts = [cents for one in prices if (cents := _cents(one.get("amount"))) is not None]
    if len(amounts) != 2 or amounts[0] > amounts[1]:
        return None
    shown = [line(ticketing.get(f"{name}TicketPriceFormatted")) or "" for name in ("lowest", "highest")]
    return Price(
        text=" - ".join(dict.fromkeys(text for text in shown if text)) or None,
        min_cents=amounts[0],
        max_cents=amounts[1],
        currency=first_text(prices[0].get("currency")) or first_text(ticketing.get("currency")),
        is_free=amounts[1] == 0,
    )


def _cents(value: Any) -> int | None:
    try:
        amount = Decimal(first_text(value) or "")
    except InvalidOperation:
        return None
    return int((amount * 100).to_integral_value()) if amount.is_finite() and 0 <= amount < 10_000_000 else None


def _venue(location: Record) -> Venue | None:
    """The venue; None for an online event and for a place to be announced."""
    if location.get("tbd") is True or first_text(location.get("type")) in _ONLINE:
        return None
    at = _object(location.get("coordinates"))
    latitude, longitude = position_of(first_text(at.get("lat")), first_text(at.get("lng")))
    name, address = line(location.get("name")), line(location.get("address"))
    return Venue(name=name, address=address, latitude=latitude, longitude=longitude) if name or address else None


def _modified(record: Record) -> datetime | None:
    moment = read_day_time(first_text(record.get("modified")) or "")
    return None if moment is None or moment.offset is None else instant(moment, "UTC")


def _bad(context: Context, field: str, found: str, url: str | None = None, title: str = "") -> BadRecord:
    return BadRecord(found, url=url or context.url, source=context.source, field=field, title=title)
