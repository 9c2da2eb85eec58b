"""Reads the time properties of a VEVENT, and decides which times mean whole days."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from scrapers.platforms.ics.lines import Property
from scrapers.platforms.ics.properties import Properties
from scrapers.platforms.ics.recurrence.values import TimeValue, parse_duration, parse_time
from scrapers.platforms.ics.timezones.zones import CalendarZones, Zone, ZonedTime

NIGHT_ENDS = time(6)
_DAY = timedelta(days=1)
_MARK = "X-MICROSOFT-CDO-ALLDAYEVENT"
_MIDNIGHT = re.compile(r"[T ](?:00|24):?00", re.IGNORECASE)
_FULL_HOUR = re.compile(r"[T ]\d\d:?[0134][05]", re.IGNORECASE)
_IN_UTC = re.compile(r"[T ][\d:.]+ ?(?:[a-z]|[+-])", re.IGNORECASE)
_LAST_MINUTE = time(23, 59)


def located(prop: Property | None, book: CalendarZones, floating: Zone | None) -> ZonedTime | None:
    """A time property in its zone; without a zone of its own, in `floating`. Raises ValueError naming the property."""
    if prop is None:
        return None
    try:
        moment = parse_time(prop.value)
        place = book.locate(moment, prop.parameters.get("TZID", ""), floating)
        place.instant  # noqa: B018  # the first and last days of the calendar overflow in some zones
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{prop.name}: {error}") from error
    return place


def day_ahead(properties: Properties, start: ZonedTime, book: CalendarZones) -> timedelta | None:
    """For times that mean whole days, how far the midnight of the day is ahead of DTSTART's wall clock; else None.

    Days are written from midnight to midnight or 23:59, or without length at midnight, in the feed's own clock: a zone,
    no zone, or UTC. Or from midnight to midnight in the zone where the event takes place, but in UTC. Outlook's mark
    and VALUE=DATE say it, too. Midnight UTC without length is a day only where nothing starts at that hour, between
    midnight and six local time: in New York it is 7 p.m. or 8 p.m., and counts as the hour.
    """
    begins = properties.first("DTSTART")
    if begins is None:
        return None
    marked = _MARK in properties.by_name and properties.text(_MARK).upper() == "TRUE"
    as_written = _MIDNIGHT.search(begins.value) is not None
    if not (marked or as_written or (_FULL_HOUR.search(begins.value) and (_IN_UTC.search(begins.value)))):
        return None
    try:
        moment, shown = parse_time(begins.value), start.zone.shown(start.instant).replace(tzinfo=None)
        if marked:
            return (
                moment.wall if _at_midnight(moment.wall) else shown.replace(hour=0, minute=0, second=0)
            ) - start.wall
        if as_written and _means_days(properties, begins, moment, shown):
            return moment.wall - start.wall
        return shown - start.wall if _at_midnight(shown) and _ends_at_midnight(properties, start, book) else None
    except (ValueError, OverflowError):
        return None


def _means_days(properties: Properties, begins: Property, moment: TimeValue, shown: datetime) -> bool:
    """Whether an event that is written as starting at midnight is written as ending at one. Raises ValueError."""
    ends, span = properties.first("DTEND"), properties.first("DURATION")
    if ends is not None:
        end = parse_time(ends.value)
        if not end.all_day and (_clock(ends, end) != _clock(begins, moment) or not _closes_day(end.wall)):
            return False
        length = end.wall - moment.wall
    elif span is not None:
        lasts = parse_duration(span.value)
        length = timedelta(days=lasts.days) + lasts.exact
        if length % _DAY:
            return False
    else:
        return begins.parameters.get("VALUE", "").upper() == "DATE"
    return length > timedelta() or (not length and shown.time() < NIGHT_ENDS)


def _clock(prop: Property, moment: TimeValue) -> tuple[str, bool, str, timedelta | None]:
    return prop.parameters.get("TZID", "").strip(), moment.utc, moment.zone, moment.offset


def _ends_at_midnight(properties: Properties, start: ZonedTime, book: CalendarZones) -> bool:
    """Whether an event has an end that is not before its start, and is midnight or 23:59 where it takes place."""
    end = located(properties.first("DTEND"), book, start.zone)
    span = properties.first("DURATION")
    if end is None and span is not None:
        lasts = parse_duration(span.value)
        finish = start.zone.instant(start.wall + timedelta(days=lasts.days)) + lasts.exact
    elif end is not None and end.time_known:
        finish = start.zone.instant(end.wall) if end.all_day else end.instant
    else:
        return False
    return finish >= start.instant and _closes_day(start.zone.shown(finish))


def _at_midnight(moment: datetime) -> bool:
    return moment.time() == time()


def _closes_day(moment: datetime) -> bool:
    return moment.time().replace(second=0) in (time(), _LAST_MINUTE)
