"""Reads a month of the calendar as JSON: the rows of `/events/calendar/YYYY/M`, one per showing."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from core.errors import BadRecord, PageChanged, WrongKind
from core.items import EventItem, EventStatus, Occurrence
from scrapers.platforms.carbonhouse.addresses import uid_of
from scrapers.platforms.carbonhouse.merging import merge
from scrapers.reading.bodies import TextKind, decode, kind_of, refuse_challenge
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import local, read_iso
from scrapers.reading.problems import located
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.text import absolute_url, fix_surrogates, plain_text

_LONGEST = timedelta(hours=24)


def read_month(body: bytes, context: Context) -> Reading:
    """The events of a month. Times are local, without a zone; midnight means an unknown hour. The category is a number
    that differs by site, so it stays in `raw`. A month without rows is fine: later months may have some.

    Raises WrongKind for anything but JSON with events, PageChanged if they aren't a list or most rows are unreadable; a
    single bad row is one of the reading's problems.
    """
    text = decode(body, context)
    refuse_challenge(text, context)
    if kind_of(text) is not TextKind.JSON:
        raise WrongKind(f"not JSON, beginning {text.strip()[:60]!r}", url=context.url, source=context.source)
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise WrongKind(f"not complete JSON: {error}", url=context.url, source=context.source) from error
    return month_of(document, context)


def month_of(document: Any, context: Context) -> Reading:
    """Like `read_month`, for parsed JSON."""
    if not isinstance(document, dict) or "events" not in document:
        raise WrongKind(f"JSON of another kind: {repr(document)[:100]}", url=context.url, source=context.source)
    rows = document["events"]
    if not isinstance(rows, list):
        raise PageChanged(f"no list of events in {repr(document)[:100]}", url=context.url, source=context.source)
    events: list[EventItem] = []
    problems: list[BadRecord] = []
    for row in rows:
        try:
            events.append(_event(row if isinstance(row, dict) else {}, context))
        except BadRecord as problem:
            problems.append(problem)
    if len(problems) > 1 and len(problems) * 2 > len(rows):
        raise PageChanged(
            f"{len(problems)} of {len(rows)} rows are unreadable, the first: {problems[0].found}",
            url=context.url,
            source=context.source,
            field=problems[0].field,
        )
    return Reading(events=merge(events), problems=tuple(problems))


def _event(row: dict[str, Any], context: Context) -> EventItem:
    url = absolute_url(_text(row, "URL"), context.url)
    uid = (uid_of(url) if url else "") or _text(row, "EventID")
    title = plain_text(_text(row, "Title")).replace("\n", " ")
    if not uid or not title:
        missing = "title" if uid else "uid"
        incomplete = BadRecord(f"a row without a {missing}: {row!r}", field=missing)
        raise located(incomplete, context, url=url, uid=uid, title=title)
    written = _text(row, "StartDateTime")
    try:
        start = read_iso(written)
    except BadRecord as problem:
        raise located(problem, context, url=url, uid=uid, title=title) from problem
    standing = status_of_title(title)
    status = standing.status or EventStatus.SCHEDULED
    raw = {"starts_at": written, "category": _text(row, "Category"), "status": _text(row, "Promotions")}
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=plain_text(_text(row, "Description")) or None,
        status=status,
        sold_out=standing.sold_out,
        occurrences=(_occurrence(start, _text(row, "EndDateTime"), context, status),),
        image_url=absolute_url(_text(row, "ImageURL"), context.url),
        raw={field: text for field, text in raw.items() if text},
    )


def _occurrence(start: datetime | date, end_text: str, context: Context, status: EventStatus) -> Occurrence:
    zone = context.timezone
    if not isinstance(start, datetime) or (start.tzinfo is None and start.time() == time()):
        day = start.date() if isinstance(start, datetime) else start
        return Occurrence(starts_at=local(day, None, zone), timezone=zone, time_known=False, status=status)
    starts_at = _local(start, zone)
    try:
        end = read_iso(end_text)
    except BadRecord:
        end = start
    ends_at = _local(end, zone) if isinstance(end, datetime) else None
    if ends_at is not None and not starts_at < ends_at <= starts_at + _LONGEST:
        ends_at = None
    return Occurrence(starts_at=starts_at, ends_at=ends_at, timezone=zone, status=status)


def _local(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is not None:
        return moment.astimezone(local(moment.date(), None, zone).tzinfo)
    return local(moment.date(), moment.time(), zone)


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return fix_surrogates(value).strip() if isinstance(value, str) else str(value) if type(value) is int else ""
