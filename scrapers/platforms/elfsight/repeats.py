"""Lists the dates of a repeating event of an Elfsight widget."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from core.errors import BadRecord
from core.items import Occurrence
from scrapers.platforms.ics.repeats import occurrences_of
from scrapers.reading.contract import Context
from scrapers.reading.records import Record, inner, instant_of, objects
from scrapers.reading.structured.dates import read_day_time
from scrapers.reading.structured.values import as_list, first_text

_PERIODS = {
    "daily": "DAILY",
    "weeklyon": "WEEKLY",
    "weekly": "WEEKLY",
    "monthlyon": "MONTHLY",
    "monthly": "MONTHLY",
    "yearly": "YEARLY",
    "annuallyon": "YEARLY",
}
_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


def is_repeating(record: Record) -> bool:
    return first_text(record.get("repeatPeriod")) not in (None, "noRepeat")


def repeated(record: Record, one: Occurrence, context: Context) -> tuple[Occurrence, ...]:
    """The dates in the context's window, without the skipped ones. `one`: the first. Raises BadRecord for a period
    that isn't known."""
    ends = one.ends_at or one.starts_at
    if one.all_day:
        lines = [f"DTSTART;VALUE=DATE:{one.starts_at:%Y%m%d}", f"DTEND;VALUE=DATE:{ends:%Y%m%d}"]
    else:
        zone = f";TZID={one.timezone}:"
        lines = [f"DTSTART{zone}{one.starts_at:%Y%m%dT%H%M%S}", f"DTEND{zone}{ends:%Y%m%dT%H%M%S}"]
    return occurrences_of([*lines, _rule(record, one), *_skipped(record, one)], context)


def _rule(record: Record, one: Occurrence) -> str:
    period = first_text(record.get("repeatPeriod")) or ""
    frequency = first_text(record.get("repeatFrequency")) if period == "custom" else period
    known = _PERIODS.get((frequency or "").lower())
    if known is None:
        raise BadRecord(f"the unknown repetition {frequency!r}", field="starts_at")
    parts = [f"FREQ={known}"]
    interval = record.get("repeatInterval")
    if period == "custom" and isinstance(interval, int) and interval > 1:
        parts.append(f"INTERVAL={interval}")
    days = [day for value in as_list(record.get("repeatWeeklyOnDays")) if (day := str(value).lower()[:2]) in _DAYS]
    if known == "WEEKLY" and days:
        parts.append(f"BYDAY={','.join(days).upper()}")
    if known == "MONTHLY" and record.get("repeatMonthlyOnDay") not in (None, "sameDay"):
        week, day = (one.starts_at.day - 1) // 7 + 1, _DAYS[one.starts_at.weekday()].upper()
        parts.append(f"BYDAY={'-1' if week == 5 else week}{day}")
    parts += _end(record, one)
    return f"RRULE:{';'.join(parts)}"


def _end(record: Record, one: Occurrence) -> Iterator[str]:
    """`repeatEnds`: never, onDate with the last day, or after a number of dates."""
    ends = first_text(record.get("repeatEnds")) or "never"
    if ends == "never":
        return
    if ends == "onDate":
        last = read_day_time(first_text(inner(record, "repeatEndsDate").get("date")) or "")
        if last is None:
            raise BadRecord("a repetition that ends on an unknown day", field="starts_at")
        yield f"UNTIL={last.day:%Y%m%d}" if one.all_day else f"UNTIL={last.day:%Y%m%d}T235959"
        return
    count = record.get("repeatEndsOccurrences")
    if not isinstance(count, int) or count < 1:
        raise BadRecord(f"a repetition that ends {ends!r}", field="starts_at")
    yield f"COUNT={count}"


def _skipped(record: Record, one: Occurrence) -> Iterator[str]:
    for exception in objects(record.get("exceptions")):
        moment = instant_of(exception.get("originalDate"), 1000)
        if exception.get("type") == "skip" and moment is not None:
            day = moment.astimezone(ZoneInfo(one.timezone))
            stamp = f"{day:%Y%m%d}"
            if one.all_day:
                yield f"EXDATE;VALUE=DATE:{stamp}"
            else:
                yield f"EXDATE;TZID={one.timezone}:{stamp}T{one.starts_at:%H%M%S}"
