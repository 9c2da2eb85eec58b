"""Reads OvationTix's answers: the calendar of productions, and one production's performances."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from core.errors import BadRecord, PageChanged
from core.items import EventItem, EventStatus, Occurrence, Venue
from scrapers.platforms.ovationtix.public_calendar import is_public_calendar, read_public_calendar
from scrapers.reading.bodies import decode, refuse_challenge
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import end_of_day, local
from scrapers.reading.json_text import json_document
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.values import as_list, first_text, line
from scrapers.reading.text import absolute_url, host_of, plain_text
from scrapers.reading.windows import within

VERSION = 5
"""Raised when the same body gives other events, so that cached answers are read again."""

Record = Mapping[str, Any]

_CLIENT = re.compile(r"^https?://[^/]+/(\d{1,12})(?:/|$)")


def read_events(body: bytes, context: Context) -> Reading:
    """The productions of a `CalendarProductions`, a `Production(<id>)/performance?`, or a public calendar's answer,
    with their showings.

    `uid` is the production's id, which both answers have. Times are wall-clock times in the source's zone. Leaves out
    what the box office hides (`hidden`, `isVisible` false, `hiddenUntil` in the future). Every record has texts such as
    "Ticket sales are closed" and "no tickets remaining", so only `isSoldOut` means sold out.

    Raises WrongKind for anything but JSON, PageChanged for JSON of another shape.
    """
    text = decode(body, context)
    refuse_challenge(text, context)
    document = json_document(text, context)
    if is_public_calendar(document):
        return read_public_calendar(document, context)
    problems: list[BadRecord] = []
    events: list[EventItem] = []
    for production, showings in _productions(document, problems, context):
        try:
            event = _event(production, showings, problems, context)
        except BadRecord as problem:
            problems.append(problem)
        else:
            events += [] if event is None else [event]
    return Reading(events=within(events, context.window), problems=tuple(problems))


def _productions(
    document: Any, problems: list[BadRecord], context: Context
) -> Iterator[tuple[Record, list[tuple[Record, Any]]]]:
    """Each production once, with its showings. Each showing comes with the production record that contains it."""
    if isinstance(document, dict) and isinstance(document.get("performances"), list) and "productionName" in document:
        yield document, [(document, showing) for showing in document["performances"]]
        return
    if not isinstance(document, list) or not all(isinstance(day, dict) and "productions" in day for day in document):
        found = ", ".join(document)[:150] if isinstance(document, dict) else str(document)[:150]
        raise PageChanged(f"JSON without days of productions: {found}", url=context.url, source=context.source)
    productions: dict[str, tuple[Record, list[tuple[Record, Any]]]] = {}
    for day in document:
        for production in as_list(day["productions"]):
            if not isinstance(production, dict):
                problems.append(_bad(context, "productions", f"a production that isn't an object: {production!r}"))
                continue
            own = first_text(production.get("productionId")) or ""
            showings = [(production, showing) for showing in as_list(production.get("showtimes"))]
            productions.setdefault(own, (production, []))[1].extend(showings)
    yield from productions.values()


def _event(
    production: Record, showings: list[tuple[Record, Any]], problems: list[BadRecord], context: Context
) -> EventItem | None:
    """One production; None if all of it is hidden. Reports an unreadable showing and keeps the others."""
    title = line(production.get("name")) or line(production.get("productionName"))
    uid = first_text(production.get("productionId")) or first_text(production.get("id"))
    url = _address(production, uid, context)
    if title is None or uid is None:
        missing = "title" if title is None else "uid"
        raise _bad(context, missing, f"a production without a {missing}: {production!r}", url)
    if not showings:
        raise _bad(context, "starts_at", f"{title!r} has no performance", url, title)
    standing = status_of_title(title)
    found: dict[datetime, tuple[Occurrence, Record]] = {}
    broken = 0
    for around, showing in showings:
        try:
            if isinstance(showing, dict) and not _is_shown(around, showing, context):
                continue
            one = _occurrence(around, showing, title, url, context)
        except BadRecord as problem:
            broken += 1
            problems.append(problem)
            continue
        status = one.status if one.status is not EventStatus.SCHEDULED else standing.status or EventStatus.SCHEDULED
        found.setdefault(one.starts_at, (replace(one, status=status), showing))
    if not found:
        return None
    occurrences = tuple(found[start][0] for start in sorted(found))
    statuses = {one.status for one in occurrences}
    on_sale = [showing for one, showing in found.values() if one.status is not EventStatus.CANCELLED]
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=plain_text(first_text(production.get("description")) or "") or None,
        status=statuses.pop() if len(statuses) == 1 and not broken else EventStatus.SCHEDULED,
        sold_out=standing.sold_out or (bool(on_sale) and not broken and all(_is(one, "isSoldOut") for one in on_sale)),
        occurrences=occurrences,
        venue=_venue(production.get("venue")),
        ticket_url=url,
        raw={
            "starts_at": " | ".join(_start(found[start][1]) for start in sorted(found)),
            **({"supertitle": above} if (above := line(production.get("supertitle"))) else {}),
        },
    )


def _is(record: Record, name: str) -> bool:
    return record.get(name) is True


def _is_shown(production: Record, showing: Record, context: Context) -> bool:
    until = production.get("hiddenUntil")
    if isinstance(until, int) and until > context.now.astimezone(UTC).timestamp() * 1000:
        return False
    return not (_is(production, "hidden") or _is(showing, "hidden") or showing.get("isVisible", True) is False)


def _start(showing: Record) -> str:
    return first_text(showing.get("performanceStartTime")) or first_text(showing.get("startDate")) or ""


def _occurrence(around: Record, showing: Any, title: str, url: str | None, context: Context) -> Occurrence:
    if not isinstance(showing, dict):
        raise _bad(context, "starts_at", f"a performance of {title!r} that isn't an object: {showing!r}", url, title)
    start = schema_dates.read_day_time(_start(showing))
    if start is None:
        raise _bad(context, "starts_at", f"a performance of {title!r} starts at {_start(showing)!r}", url, title)
    end_text = first_text(showing.get("performanceEndTime")) or first_text(showing.get("endDate"))
    end = schema_dates.read_day_time(end_text or "")
    status = EventStatus.CANCELLED if _is(showing, "isCancelled") else EventStatus.SCHEDULED
    zone = context.timezone
    if _is(around, "allDayEvent") or _is(showing, "allDayEvent") or _is(showing, "allDay"):
        last = max(start.day, end.day) if end is not None else start.day
        starts_at, ends_at = local(start.day, None, zone), end_of_day(last, zone)
        return Occurrence(starts_at=starts_at, ends_at=ends_at, timezone=zone, all_day=True, status=status)
    return schema_dates.occurrence(start, end, zone, status=status)


def _address(production: Record, uid: str | None, context: Context) -> str | None:
    """`https://ci.ovationtix.com/<clientId>/production/<id>`. The calendar's records don't name the client, but the
    page's address does."""
    client = first_text(production.get("clientId"))
    if client is None and host_of(context.url) == "ci.ovationtix.com" and (found := _CLIENT.match(context.url)):
        client = found[1]
    client = client or next(iter(parse_qs(urlsplit(context.url).query).get("clientId", [])), None)
    if client is None or uid is None or not (client.isdecimal() and uid.isdecimal()):
        return None
    return absolute_url(f"/{client}/production/{uid}", "https://ci.ovationtix.com/")


def _venue(value: Any) -> Venue | None:
    if not isinstance(value, dict):
        return None
    fields = value.get("address")
    fields = fields if isinstance(fields, dict) else {}
    region = " ".join(part for part in (line(fields.get("state")), line(fields.get("zipcode"))) if part)
    parts = (line(fields.get("line1")), line(fields.get("line2")), line(fields.get("city")), region)
    name, address = line(value.get("name")), ", ".join(part for part in parts if part) or None
    return Venue(name=name, address=address) if name or address else None


def _bad(context: Context, field: str, found: str, url: str | None = None, title: str = "") -> BadRecord:
    return BadRecord(found, url=url or context.url, source=context.source, field=field, title=title)
