"""Reads the meetings of a council from Legistar: its API, and the rows of its calendar page."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from core.errors import BadRecord
from core.items import EventItem, Occurrence
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import read_dates, read_times
from scrapers.reading.records import Facts, Record, document_of, event_of, inner, list_at, modified, place, read_each
from scrapers.reading.status.words import Standing, status_of_label
from scrapers.reading.structured.dates import on_day, read_day_time
from scrapers.reading.structured.values import first_text, line
from scrapers.reading.text import parts_of

_REMARK = re.compile(r"\s*--em--(.*?)--em--\s*", re.DOTALL)
_STANDING = re.compile(r"cancell?ed|postponed|rescheduled", re.IGNORECASE)


def read_events(body: bytes, context: Context) -> Reading:
    """The meetings of `/v1/<client>/events`, or of a list of the calendar's rows. `uid` is the meeting's number.

    The hour is a text of its own, and may be missing: then it is unknown. "Canceled" may be in its place, in the
    agenda's status, or in a remark. Raises PageChanged for an error in JSON.
    """
    return read_each(
        list_at(document_of(body, context), context), _event, context, uid_at="EventId", title_at="EventBodyName"
    )


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    return _meeting(record, context) if "EventBodyName" in record else _row(record, context)


def _meeting(record: Record, context: Context) -> EventItem:
    day = read_day_time(first_text(record.get("EventDate")) or "")
    if day is None:
        raise BadRecord(f"the day {record.get('EventDate')!r} isn't a date", field="starts_at")
    hour, remark = line(record.get("EventTime")) or "", line(record.get("EventComment"))
    status = line(record.get("EventAgendaStatusName")) or ""
    return event_of(
        Facts(
            uid=record.get("EventId"),
            title=record.get("EventBodyName"),
            occurrences=(_at(f"{day.day:%Y-%m-%d}", hour, context),),
            url=record.get("EventInSiteURL"),
            description=remark,
            standing=_said(hour, status, remark or ""),
            venue=place(record.get("EventLocation")),
            last_modified=modified(record.get("EventLastModifiedUtc")),
            raw={"starts_at": f"{record.get('EventDate')} {hour}", "status": status},
        ),
        context,
    )


def _row(record: Record, context: Context) -> EventItem:
    """A row as public scrapers write it: the page's column headings, links as `{"label": …, "url": …}`."""
    name, details = record.get("Name"), inner(record, "Meeting Details").get("url")
    calendar = first_text(inner(record, "iCalendar").get("url"))
    hour = line(record.get("Meeting Time")) or ""
    where = first_text(record.get("Meeting Location")) or ""
    remark = " ".join(line(found) or "" for found in _REMARK.findall(where)) or None
    number = parse_qs(parts_of(calendar or first_text(details) or "").query).get("ID")
    return event_of(
        Facts(
            uid=number,
            title=name.get("label") if isinstance(name, dict) else name,
            occurrences=(_at(line(record.get("Meeting Date")) or "", hour, context),),
            url=details,
            description=remark,
            standing=_said(hour, remark or ""),
            venue=place(_REMARK.sub(" ", where)),
            raw={"starts_at": f"{record.get('Meeting Date')} {hour}"},
        ),
        context,
    )


def _at(day: str, hour: str, context: Context) -> Occurrence:
    """`day` is ISO or month first. A text in place of the hour leaves it unknown."""
    first = read_dates(day, now=context.now.date()).first
    try:
        times = read_times(hour if not _STANDING.search(hour) else "")
    except BadRecord:
        times = read_times("")
    return on_day(first, times, context.timezone)


def _said(*texts: str) -> Standing:
    """What short status texts say; in a longer remark, only what its first words say."""
    standing = Standing()
    for text in texts:
        if len(text) <= 40 or _STANDING.match(text):
            standing |= status_of_label(text)
    return standing
