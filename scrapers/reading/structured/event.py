"""Turns a schema.org Event record, from any syntax, into an `EventItem`."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence
from scrapers.reading.contract import Context
from scrapers.reading.status_words import Standing, status_of_title
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.schedule import scheduled
from scrapers.reading.structured.types import short_type
from scrapers.reading.structured.values import as_list, first_text, image_of, line, offers_of, texts, venue_of
from scrapers.reading.text import absolute_url, plain_text

Node = Mapping[str, Any]

_STATUSES = {
    "eventscheduled": EventStatus.SCHEDULED,
    "scheduled": EventStatus.SCHEDULED,
    "eventcancelled": EventStatus.CANCELLED,
    "eventcanceled": EventStatus.CANCELLED,
    "cancelled": EventStatus.CANCELLED,
    "canceled": EventStatus.CANCELLED,
    "eventpostponed": EventStatus.POSTPONED,
    "postponed": EventStatus.POSTPONED,
    "eventrescheduled": EventStatus.RESCHEDULED,
    "rescheduled": EventStatus.RESCHEDULED,
    "on-schedule": EventStatus.SCHEDULED,
    "eventmovedonline": EventStatus.MOVED_ONLINE,
    "movedonline": EventStatus.MOVED_ONLINE,
}
_RAW = ("startDate", "endDate", "doorTime", "previousStartDate", "eventStatus", "eventAttendanceMode", "duration")
FINGERPRINT = "fp-"
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|_ga|ref")
_NO_NAME = re.compile(r"\d{4}-\d\d-\d\d|\d{1,3}|tickets?|details?|event|events|info|book|index\.\w+", re.IGNORECASE)
_REFERENCE_KEYS = frozenset({"@type", "@id", "@context", "url", "sameAs", "position"})


def is_reference(node: Node) -> bool:
    """Whether a node only points to an event that is described in another place."""
    return _REFERENCE_KEYS.issuperset(name for name, value in node.items() if value not in (None, "", []))


def read_event(node: Node, context: Context) -> EventItem:
    """The event of a record. Raises `BadRecord` if its title or start is missing or unclear.

    A schedule without dates inside its bounds gives an event without occurrences. `raw` keeps the texts of the dates
    (also previousStartDate and doorTime), the status, and the offers.
    """
    url = _url(node, context)
    title = line(node.get("name"))
    if title is None:
        raise _bad(context, url, "title", f"an event without a name: {_brief(node)}")
    offers = offers_of(node.get("offers"), node.get("isAccessibleForFree"))
    standing = _status(node, title, url, context)
    status = standing.status or EventStatus.SCHEDULED
    occurrences = _occurrences(node, status, url, context)
    raw = {name: text for name in _RAW if (text := " | ".join(dict.fromkeys(texts(node.get(name)))))}
    if "startDate" in raw:
        raw["starts_at"] = raw.pop("startDate")
    if "endDate" in raw:
        raw["ends_at"] = raw.pop("endDate")
    if offers.text:
        raw["price"] = offers.text
    return EventItem(
        uid=_uid(node, title, occurrences, url, context),
        title=title,
        url=url,
        description=_prose(first_text(node.get("description"))),
        status=status,
        sold_out=standing.sold_out or offers.sold_out,
        occurrences=occurrences,
        venue=venue_of(node.get("location"), title),
        organizer=line(node.get("organizer"), "name", "legalName"),
        price=offers.price,
        ticket_url=absolute_url(offers.ticket_url or "", context.url),
        image_url=absolute_url(image_of(node.get("image")) or "", context.url),
        categories=tuple(dict.fromkeys(_keywords(node.get("keywords")))),
        raw=raw,
    )


def _keywords(value: Any) -> Iterable[str]:
    for text in texts(value, "name"):
        yield from (word for part in text.split(",") if (word := part.strip()))


def _url(node: Node, context: Context) -> str | None:
    for text in texts(node.get("url"), "@id", "url"):
        if address := absolute_url(text, context.url):
            return address
    return None


def _status(node: Node, title: str, url: str | None, context: Context) -> Standing:
    """eventStatus combined with the marks on the title, since many systems always write EventScheduled."""
    stated = Standing()
    for text in texts(node.get("eventStatus"), "@id", "@type"):
        known = _STATUSES.get(short_type(text).lower().replace(" ", ""))
        if known is None:
            raise _bad(context, url, "status", f"unknown eventStatus {text!r} of {title!r}")
        stated |= Standing(known)
    return stated | status_of_title(title)


def _occurrences(node: Node, status: EventStatus, url: str | None, context: Context) -> tuple[Occurrence, ...]:
    starts = list(dict.fromkeys(texts(node.get("startDate"))))
    schedules = [entry for entry in as_list(node.get("eventSchedule")) if isinstance(entry, dict)]
    if schedules:
        return tuple(scheduled(schedules, status, url, context))
    if not starts:
        raise _bad(context, url, "starts_at", f"{line(node.get('name'))!r} has no startDate")
    ends = list(dict.fromkeys(texts(node.get("endDate"))))
    moments = []
    for start in starts:
        moment = schema_dates.read_day_time(start)
        if moment is None:
            raise _bad(context, url, "starts_at", f"startDate {start!r} of {line(node.get('name'))!r} isn't a date")
        moments.append(moment)
    closing = [schema_dates.read_day_time(end) for end in ends]
    if len(closing) != len(moments):
        closing = closing[:1] if len(moments) == 1 and closing else [None] * len(moments)
    found: dict[datetime, Occurrence] = {}
    for moment, end in zip(moments, closing, strict=True):
        one = schema_dates.occurrence(moment, end, context.timezone, status=status, utc_is_local=context.utc_is_local)
        found.setdefault(one.starts_at, one)
    return tuple(found.values())


def _uid(node: Node, title: str, occurrences: tuple[Occurrence, ...], url: str | None, context: Context) -> str:
    if url is not None and (slug := slug_of(url)):
        return slug
    own = first_text(node.get("@id"))
    if own and not own.startswith("_:"):
        return own
    return fingerprint(title, occurrences)


def slug_of(url: str) -> str:
    """The page's slug: the last segment of the path and the query without tracking parameters. Where the last segment
    is only a date or a common word (`/event/name/2026-10-03/`), also the one before it. "" for a site's front page."""
    parts = urlsplit(url)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    slug = "/".join(segments[-2:] if segments and _NO_NAME.fullmatch(segments[-1]) else segments[-1:])
    query = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)]
    return f"{slug}?{urlencode(query)}" if query else slug


def fingerprint(title: str, occurrences: tuple[Occurrence, ...]) -> str:
    """The key of an event without its own address or id: `fp-` and 16 hex digits of the SHA-256 of the title (lower
    case, single spaces) and the first start in UTC. It changes if the title or the start does."""
    first = min(one.starts_at for one in occurrences).timestamp() if occurrences else 0
    text = f"{' '.join(title.casefold().split())}\n{first:.0f}"
    return f"{FINGERPRINT}{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _prose(text: str | None) -> str | None:
    """Text without markup. WordPress plugins write the markup as entities (`&lt;p&gt;`), some escape it twice."""
    if text is not None and "<" not in text and "&lt;" in text:
        text = html.unescape(text)
    return plain_text(text.replace("\\n", "\n")) or None if text else None


def _brief(node: Node) -> str:
    return ", ".join(f"{name}={str(value)[:60]!r}" for name, value in node.items() if name != "@context")


def _bad(context: Context, url: str | None, field: str, found: str) -> BadRecord:
    return BadRecord(found, url=url or context.url, source=context.source, field=field)
