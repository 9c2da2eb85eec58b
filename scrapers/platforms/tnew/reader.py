"""Reads a Tessitura TNEW box office's answers: the JSON of its production seasons, or its listing as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.errors import BadRecord, PageChanged
from core.items import EventItem, EventStatus, Occurrence
from scrapers.platforms.tnew.listing import read_listing
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.json_text import json_document
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import Standing, status_of_label
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.values import first_text, line
from scrapers.reading.text import absolute_url, plain_text
from scrapers.reading.windows import within

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Performance:
    occurrence: Occurrence
    sold_out: bool
    raw: str
    url: str | None


def read_events(body: bytes, context: Context) -> Reading:
    """The productions of a `/api/products/productionseasons` answer, or of a listing page.

    `uid` is the production season's id in both. Neither names a venue.

    Raises PageChanged for JSON of another shape and for a listing that its script has yet to fill, WrongKind for other
    bodies.
    """
    text = decode(body, context)
    if kind_of(text) is not TextKind.JSON:
        require_html(text, context)
        reading = read_listing(text, context)
        return replace(reading, events=within(reading.events, context.window))
    problems: list[BadRecord] = []
    events: dict[str, EventItem] = {}
    for record in _productions(text, context):
        try:
            event = _event(record, problems, context)
        except BadRecord as problem:
            problems.append(problem)
        else:
            if event is not None:
                events.setdefault(event.uid, event)
    return Reading(events=within(events.values(), context.window), problems=tuple(problems))


def _productions(text: str, context: Context) -> list[Any]:
    """The records of a bare list, or of an object with `productions`."""
    document = json_document(text, context)
    found = document.get("productions") if isinstance(document, dict) else document
    if not isinstance(found, list):
        names = ", ".join(document)[:150] if isinstance(document, dict) else str(document)[:150]
        raise PageChanged(f"JSON without productions: {names}", url=context.url, source=context.source)
    if found and not any(isinstance(one, dict) and "performances" in one for one in found):
        raise PageChanged(f"productions without performances: {found[0]!r}", url=context.url, source=context.source)
    return found


def _event(record: Any, problems: list[BadRecord], context: Context) -> EventItem | None:
    """One production; None if the box office shows none of its performances."""
    if not isinstance(record, dict):
        raise _bad(context, "productions", f"a production that isn't an object: {record!r}")
    title, uid = line(record.get("productionTitle")), first_text(record.get("productionSeasonId"))
    url = absolute_url(first_text(record.get("productionSeasonActionUrl")), context.url)
    if title is None or uid is None:
        missing = "title" if title is None else "uid"
        raise _bad(context, missing, f"a production without a {missing}: {record!r}", url)
    performances = record.get("performances")
    if not isinstance(performances, list):
        raise _bad(context, "starts_at", f"{title!r} has no performances", url, title)
    found: dict[datetime, _Performance] = {}
    broken = 0
    for performance in performances:
        try:
            one = _performance(performance, title, url, context)
        except BadRecord as problem:
            broken += 1
            problems.append(problem)
            continue
        if one is not None:
            found.setdefault(one.occurrence.starts_at, one)
    if not found:
        return None
    shown = [found[start] for start in sorted(found)]
    standing = _together(title, shown, whole=not broken)
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=plain_text(first_text(record.get("description")) or "") or None,
        status=standing.status or EventStatus.SCHEDULED,
        sold_out=standing.sold_out,
        occurrences=tuple(one.occurrence for one in shown),
        ticket_url=shown[0].url if len(shown) == 1 and shown[0].url else url,
        image_url=absolute_url(first_text(record.get("listingImageUrl")), context.url),
        raw={"starts_at": " | ".join(one.raw for one in shown)},
    )


def _together(title: str, shown: Iterable[_Performance], *, whole: bool) -> Standing:
    """The production has a status only if every performance does, and is sold out if all that take place are."""
    statuses = {one.occurrence.status for one in shown}
    open_ones = [one for one in shown if one.occurrence.status is not EventStatus.CANCELLED]
    common = Standing(
        next(iter(statuses)) if len(statuses) == 1 and whole else None,
        whole and bool(open_ones) and all(one.sold_out for one in open_ones),
    )
    return common if common.status not in (None, EventStatus.SCHEDULED) else status_of_title(title) | common


def _performance(record: Any, title: str, url: str | None, context: Context) -> _Performance | None:
    """One performance; None if the box office doesn't show it.

    `iso8601DateString` has seven fraction digits. `startDate` is always `0001-01-01T00:00:00`, so it isn't read.
    """
    if not isinstance(record, dict):
        raise _bad(context, "starts_at", f"a performance of {title!r} that isn't an object: {record!r}", url, title)
    if record.get("isPerformanceVisible", True) is False:
        return None
    texts = [first_text(record.get(name)) or "" for name in ("iso8601DateString", "performanceDate")]
    raw, start = next(
        ((text, moment) for text in texts if (moment := schema_dates.read_day_time(text)) is not None), ("", None)
    )
    if start is None:
        raise _bad(context, "starts_at", f"a performance of {title!r} has no date: {texts}", url, title)
    standing = status_of_label(line(record.get("performanceStatusMessage")) or "")
    status = standing.status or status_of_title(title).status or EventStatus.SCHEDULED
    one = schema_dates.occurrence(start, None, context.timezone, status=status, utc_is_local=context.utc_is_local)
    return _Performance(one, standing.sold_out, raw, absolute_url(first_text(record.get("actionUrl")), context.url))


def _bad(context: Context, field: str, found: str, url: str | None = None, title: str = "") -> BadRecord:
    return BadRecord(found, url=url or context.url, source=context.source, field=field, title=title)
