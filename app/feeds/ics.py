"""Writes listings as an iCalendar (RFC 5545, RFC 7986): one VEVENT for each occurrence.

An event's occurrences follow no rule, each can be canceled, moved, or withdrawn on its own, and calendar programs read
RDATE badly or not at all. So each is a VEVENT with its own UID (see `identity.uuid_of`), and those of one event share a
REFID (RFC 9253 9.3). There is no METHOD, because nobody is invited. DTSTAMP then means when the event last changed
(RFC 5545 3.8.7.2), so the bytes stay the same as long as the events do.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from app.feeds import wording
from app.feeds.addresses import web_address
from app.feeds.content_lines import address_line, day, line, list_line, text_line, utc, wall, written
from app.feeds.identity import changed_at, event_id_of, is_off, uuid_of
from app.feeds.info import FeedInfo
from app.feeds.timezones import vtimezone
from core.items import EventStatus
from storage.search.listings import Listing

PRODUCT = "-//Marquee//Marquee 1//EN"
_PICTURE = re.compile(r"https?://[^/?#]+/[^?#]*\.([^./?#]+)(?:[?#]|$)", re.IGNORECASE)
"""Its group is the suffix of the address's path."""
_UTC_ZONES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"})


def ics(info: FeedInfo, listings: Iterable[Listing]) -> Iterator[bytes]:
    """Yields the calendar one event at a time. Each zone is defined before the first event that needs it. The
    community's own zone is always there, because RFC 5545 3.6 requires a component even in an empty calendar."""
    yield written(_head(info))
    defined = {info.timezone}
    yield vtimezone(info.timezone, info.since)
    for listing in listings:
        if not wording.by_day(listing) and listing.timezone not in defined | _UTC_ZONES:
            defined.add(listing.timezone)
            yield vtimezone(listing.timezone, info.since)
        yield vevent(listing)
    yield written(["END:VCALENDAR"])


def _head(info: FeedInfo) -> Iterator[str]:
    yield line("BEGIN", "VCALENDAR")
    yield line("VERSION", "2.0")
    yield line("PRODID", PRODUCT)
    yield line("CALSCALE", "GREGORIAN")
    yield line("UID", info.urn.removeprefix("urn:uuid:"))
    yield line("LAST-MODIFIED", utc(info.updated))
    for name in ("NAME", "X-WR-CALNAME"):
        yield text_line(name, info.title)
    if info.description:
        for name in ("DESCRIPTION", "X-WR-CALDESC"):
            yield text_line(name, info.description)
    yield address_line("URL", info.page)
    yield address_line("SOURCE", info.address, VALUE="URI")
    yield line("REFRESH-INTERVAL", duration(info.refresh), VALUE="DURATION")
    yield line("X-PUBLISHED-TTL", duration(info.refresh))


def duration(span: timedelta) -> str:
    """`PT1H`, `PT90M` (RFC 5545 3.3.6)."""
    minutes = max(1, span // timedelta(minutes=1))
    hours, rest = divmod(minutes, 60)
    return f"PT{minutes}M" if rest else f"PT{hours}H"


def vevent(listing: Listing) -> bytes:
    """The VEVENT of one occurrence."""
    return written(_properties(listing))


def _properties(listing: Listing) -> Iterator[str]:
    changed = utc(changed_at(listing))
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid_of(listing)}"
    yield text_line("REFID", event_id_of(listing))
    yield f"SEQUENCE:{listing.sequence or 0}"
    yield f"DTSTAMP:{changed}"
    yield f"CREATED:{utc(listing.first_seen_at)}"
    yield f"LAST-MODIFIED:{changed}"
    yield from _times(listing)
    yield f"STATUS:{_status(listing)}"
    yield text_line("SUMMARY", wording.title(listing))
    yield text_line("DESCRIPTION", _description(listing))
    yield address_line("URL", listing.url)
    yield from _place(listing)
    if categories := wording.categories(listing):
        yield list_line("CATEGORIES", categories)
    if listing.organizer:
        yield line("ORGANIZER", "invalid:nomail", CN=listing.organizer)
    yield from _picture(listing)
    if price := wording.price(listing):
        yield text_line("X-COST", price)
    yield address_line("X-TICKETS-URL", listing.ticket_url)
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _times(listing: Listing) -> Iterator[str]:
    """Occurrences without an hour have dates. The end date is exclusive (RFC 5545 3.6.1)."""
    end = wording.local_end(listing)
    if wording.by_day(listing):
        yield f"DTSTART;VALUE=DATE:{day(listing.local_date)}"
        if not listing.time_known:
            yield "X-MARQUEE-HOUR:UNKNOWN"
        if end is not None:
            yield f"DTEND;VALUE=DATE:{day(wording.last_day(listing) + timedelta(days=1))}"
        return
    yield _moment("DTSTART", wording.local_start(listing), listing.timezone)
    if end is not None:
        yield _moment("DTEND", end, listing.timezone)


def _moment(name: str, local: datetime, zone: str) -> str:
    """A time in its zone, or in UTC if the clock shows that hour for the second time, which a zoned time cannot express
    (RFC 5545 3.3.5)."""
    if zone in _UTC_ZONES or local.fold:
        return f"{name}:{utc(local)}"
    return line(name, wall(local), TZID=zone)


def _status(listing: Listing) -> str:
    if is_off(listing):
        return "CANCELLED"
    return "TENTATIVE" if listing.status is EventStatus.POSTPONED else "CONFIRMED"


def _description(listing: Listing) -> str:
    parts = [*wording.remarks(listing)]
    if description := wording.description(listing):
        parts.append(description)
    parts.append("\n".join(f"{label}: {text}" for label, text in wording.details(listing)))
    return "\n\n".join(parts)


def _place(listing: Listing) -> Iterator[str]:
    if place := wording.place(listing):
        yield text_line("LOCATION", place)
    if listing.latitude is not None and listing.longitude is not None:
        yield f"GEO:{listing.latitude:.6f};{listing.longitude:.6f}"


def _picture(listing: Listing) -> Iterator[str]:
    """IMAGE for programs that know RFC 7986. ATTACH for the others, if the address ends in a known image suffix."""
    address = web_address(listing.image_url)
    if address is None:
        return
    yield line("IMAGE", address, VALUE="URI", DISPLAY="GRAPHIC")
    suffix = _PICTURE.match(address)
    if suffix is not None and (kind := _kind_of_picture(suffix[1])):
        yield line("ATTACH", address, FMTTYPE=kind)


@lru_cache(maxsize=64)
def _kind_of_picture(ending: str) -> str | None:
    kind, _ = mimetypes.guess_type(f"picture.{ending}")
    return kind if kind is not None and kind.startswith("image/") else None
