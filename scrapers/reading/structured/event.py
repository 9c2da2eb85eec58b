"""Turns a schema.org Event record, from any syntax, into an `EventItem`."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence
from scrapers.reading.contract import Context
from scrapers.reading.problems import located
from scrapers.reading.status.notices import may_have_notice
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.scope import UNKNOWN, when_of
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.structured.attendance import online_words
from scrapers.reading.structured.occurrences import first_day, occurrences_of
from scrapers.reading.structured.status import stated_status
from scrapers.reading.structured.values import (
    as_list,
    first_text,
    image_of,
    line,
    offers_of,
    texts,
    venue_of,
    without_escapes,
)
from scrapers.reading.text import absolute_url, plain_text

Node = Mapping[str, Any]

_RAW = ("startDate", "endDate", "doorTime", "previousStartDate", "eventStatus", "eventAttendanceMode", "duration")
FINGERPRINT = "fp-"
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|_ga|ref")
_NO_NAME = re.compile(r"\d{4}-\d\d-\d\d|\d{1,3}|tickets?|details?|event|events|info|book|index\.\w+", re.IGNORECASE)
_REFERENCE_KEYS = frozenset({"@type", "@id", "@context", "url", "sameAs", "position"})


def is_reference(node: Node) -> bool:
    """Whether a node only points to an event that is described in another place."""
    return _REFERENCE_KEYS.issuperset(name for name, value in node.items() if value not in (None, "", []))


def read_event(node: Node, context: Context, problems: list[BadRecord]) -> EventItem:
    """The event of a record. Raises `BadRecord` if its title or start is missing or unclear. What is unclear otherwise,
    such as an unknown status, is added to `problems`.

    An event without a name or place of its own has those of its superEvent. A schedule without dates inside its bounds
    gives an event without occurrences. `raw` keeps the texts of the dates (also previousStartDate and doorTime), the
    status, and the offers; `online`, what says that people can attend online.
    """
    url = _url(node, context)
    whole: Node = next((one for one in as_list(node.get("superEvent")) if isinstance(one, dict)), {})
    title = line(node.get("name")) or line(whole.get("name"))
    if title is None:
        raise BadRecord(
            f"an event without a name: {_brief(node)}",
            url=url or context.url,
            source=context.source,
            field="title",
            uid=_own_uid(node, url) or "",
            day=first_day(node, context),
        )
    offers = offers_of(node.get("offers"), node.get("isAccessibleForFree"))
    unclear: list[BadRecord] = []
    description = _prose(first_text(node.get("description")))
    off = description is not None and may_have_notice(description)
    try:
        when = when_of(occurrences_of(node, EventStatus.SCHEDULED, title, context, [])) if off else UNKNOWN
    except BadRecord as problem:
        raise located(problem, context, url=url, uid=_own_uid(node, url) or "", title=title) from problem
    standing, venue = with_notices(
        stated_status(node, title, context, unclear) | status_of_title(title),
        venue_of(node.get("location") or whole.get("location"), title),
        description,
        when,
    )
    status = standing.status or EventStatus.SCHEDULED
    try:
        occurrences = occurrences_of(node, status, title, context, unclear)
    except BadRecord as problem:
        raise located(problem, context, url=url, uid=_own_uid(node, url) or "", title=title) from problem
    problems += [located(problem, context, url=url) for problem in unclear]
    raw = {name: text for name in _RAW if (text := " | ".join(dict.fromkeys(texts(node.get(name)))))}
    if "startDate" in raw:
        raw["starts_at"] = raw.pop("startDate")
    if "endDate" in raw:
        raw["ends_at"] = raw.pop("endDate")
    if offers.text:
        raw["price"] = offers.text
    if online := online_words(node.get("location") or whole.get("location"), node.get("eventAttendanceMode")):
        raw["online"] = online
    return EventItem(
        uid=_own_uid(node, url) or fingerprint(title, occurrences),
        title=title,
        url=url,
        description=description,
        status=status,
        sold_out=standing.sold_out or offers.sold_out,
        occurrences=occurrences,
        venue=venue,
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


def _own_uid(node: Node, url: str | None) -> str | None:
    if url is not None and (slug := slug_of(url)):
        return slug
    own = first_text(node.get("@id"))
    return own if own and not own.startswith("_:") else None


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
    return plain_text(without_escapes(text).replace("\\n", "\n")) or None if text else None


def _brief(node: Node) -> str:
    return ", ".join(f"{name}={str(value)[:60]!r}" for name, value in node.items() if name != "@context")
