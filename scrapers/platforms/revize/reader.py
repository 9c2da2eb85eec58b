"""Reads the table of a Revize calendar."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import unquote_plus

from core.errors import BadRecord
from core.items import EventItem, Occurrence
from scrapers.platforms.ics.repeats import occurrences_of
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import Facts, Record, document_of, event_of, list_at, place, read_each, when, whole_days
from scrapers.reading.structured.dates import read_day_time, read_duration
from scrapers.reading.structured.values import first_text

VERSION = 5
"""Raised when the same body gives other events, so that cached answers are read again."""

_IMAGE = re.compile(r"""src=["']([^"']+)["']""")
_DATED = re.compile(r"(DTSTART|RDATE|EXDATE)(?:;[^:]*)?:(\S+)")


def read_events(body: bytes, context: Context) -> Reading:
    """The events of `calendar_data_handler.php`, which gives its whole table. `uid` is the row's id.

    Recurring events have a rule and an old start: their dates are listed from yesterday to 13 months ahead, or in the
    context's window, and an event without a date there is left out. Times are local. Descriptions are percent-encoded.
    Holidays and meetings share the table; the calendar's name is the category.
    """
    return read_each(list_at(document_of(body, context), context), _event, context, uid_at="rid", title_at="title")


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem | None:
    occurrences = _occurrences(record, context)
    if not occurrences:
        return None
    image = _IMAGE.search(first_text(record.get("image")) or "")
    picture = image[1] if image and "placeholder" not in image[1] else None
    return event_of(
        Facts(
            uid=record.get("rid") or record.get("id"),
            title=record.get("title"),
            occurrences=occurrences,
            url=record.get("url"),
            description=unquote_plus(first_text(record.get("desc")) or ""),
            venue=place(record.get("location")),
            image_url=picture,
            categories=(record.get("primary_calendar_name"),),
            raw={"starts_at": record.get("start"), "rule": record.get("rrule")},
        ),
        context,
    )


def _occurrences(record: Record, context: Context) -> tuple[Occurrence, ...]:
    start, end = first_text(record.get("start")), first_text(record.get("end"))
    whole = record.get("allDay") is True
    rule = first_text(record.get("rrule"))
    if whole:
        first, last = read_day_time(start or ""), read_day_time(end or "")
        if first is None:
            raise BadRecord(f"the start {start!r} isn't a date", field="starts_at")
        final = None if last is None else last.day - timedelta(days=last.day > first.day and last.clock is not None)
        one = whole_days(first.day, final, context.timezone)
    else:
        one = when(start, end, context)
    return (one,) if rule is None else occurrences_of(_lines(rule, one, record, whole=whole), context)


def _lines(rule: str, one: Occurrence, record: Record, *, whole: bool) -> list[str]:
    """The rule's lines in the source's zone, or as days, with the event's length."""
    lines = []
    for written in rule.replace("\\n", "\n").splitlines():
        text = written.strip()
        if dated := _DATED.fullmatch(text):
            stamps = ",".join(stamp.partition("T")[0] if whole else stamp for stamp in dated[2].split(","))
            text = f"{dated[1]};{'VALUE=DATE' if whole else f'TZID={one.timezone}'}:{stamps}"
        elif text and not text.startswith("RRULE:"):
            raise BadRecord(f"the unknown line {text!r} in a rule", field="starts_at")
        elif whole:
            text = re.sub(r"(UNTIL=\d{8})T\d{6}Z?", r"\1", text)
        lines += [text] if text else []
    if not any(text.startswith("DTSTART") for text in lines):
        raise BadRecord(f"a rule without its start: {rule!r}", field="starts_at")
    lasts = read_duration(first_text(record.get("duration")) or "")
    if lasts is not None and not whole:
        lines.append(f"DURATION:PT{int(lasts.total_seconds()) // 60}M")
    elif whole and one.ends_at is not None:
        lines.append(f"DURATION:P{max(1, (one.ends_at.date() - one.starts_at.date()).days)}D")
    return lines
