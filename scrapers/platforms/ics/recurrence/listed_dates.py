"""Reads RDATE and EXDATE, and the RECURRENCE-ID of overrides (RFC 5545 3.8.5.1, 3.8.5.2, 3.8.4.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scrapers.platforms.ics.components import Component, Length
from scrapers.platforms.ics.properties import Properties
from scrapers.platforms.ics.recurrence.values import parse_duration, parse_time
from scrapers.platforms.ics.timezones.zones import ZonedTime

_SEPARATOR = re.compile(r"\s*\\?[,;|]\s*|\s+(?=\d{4}-?\d{2}-?\d{2})")
"""A comma; feeds also write semicolons, escaped commas, and spaces."""
_SETS_HOURS = re.compile(r"BYHOUR|HOURLY|MINUTELY|SECONDLY", re.IGNORECASE)


def listed_times(
    properties: Properties, name: str, master: Component, doubts: list[tuple[str, str]]
) -> Iterator[tuple[ZonedTime, Length | None]]:
    """The dates, times or periods of RDATE or EXDATE lines that can be read; those without a zone are in DTSTART's."""
    start = master.start
    for prop in properties.all(name):
        for item in _SEPARATOR.split(prop.value):
            first, slash, second = item.strip().partition("/")
            if not first:
                continue
            tzid = prop.parameters.get("TZID", "")
            floating = None if start is None else start.zone
            try:
                place = master.book.locate(parse_time(first), tzid, floating)
                if name == "RDATE" and start is not None and start.by_date != place.by_date:
                    place = _as_kind_of(start, place)
                length = _period_length(place, second, master, tzid) if slash else None
                place.instant  # noqa: B018  # the first and last days of the calendar overflow in some zones
            except (ValueError, OverflowError) as error:
                doubts.append((name, str(error)))
                continue
            yield place, length


def _as_kind_of(start: ZonedTime, place: ZonedTime) -> ZonedTime:
    """A date in a series of times takes their hour, a time in a series of dates loses its own."""
    wall = datetime.combine(place.wall.date(), start.wall.time())
    return start.at(wall)


def _period_length(place: ZonedTime, end: str, master: Component, tzid: str) -> Length | None:
    if end[:1] in ("P", "p", "+", "-"):
        span = parse_duration(end)
        return Length(span.days, span.exact)
    finish = master.book.locate(parse_time(end), tzid, place.zone)
    return Length(exact=max(timedelta(), finish.instant - place.instant))


@dataclass(slots=True)
class Exclusions:
    """What EXDATE takes away: moments, and whole local days where it names a date."""

    keys: set[str]
    days: set[date]

    def __init__(self) -> None:
        self.keys, self.days = set(), set()

    @classmethod
    def of(cls, master: Component, doubts: list[tuple[str, str]]) -> Exclusions:
        found = cls()
        for place, _ in listed_times(master.properties, "EXDATE", master, doubts):
            if place.by_date:
                found.days.add(place.wall.date())
            else:
                found.keys.add(place.key)
                if master.start is not None and master.start.by_date:
                    found.days.add(_day_named_by(place))
                elif (day := _day_at_midnight(place, master)) is not None:
                    found.days.add(day)
        return found

    def covers(self, place: ZonedTime) -> bool:
        return place.key in self.keys or place.wall.date() in self.days


def _day_named_by(place: ZonedTime) -> date:
    """The day that a time means in a series of dates: midnight in UTC is the day as written, else the local day."""
    if place.instant.time() == time():
        return place.instant.date()
    return place.instant.astimezone(ZoneInfo(place.zone.name)).date()


def _day_at_midnight(place: ZonedTime, master: Component) -> date | None:
    """The day of a time at midnight where the series has none at midnight: programs write days like this."""
    start = master.start
    if start is None or start.wall.time() == time() or any(_SETS_HOURS.search(rule) for rule in _rules_of(master)):
        return None
    wall = start.zone.wall(place.instant)
    return wall.date() if wall.time() == time() else None


def _rules_of(master: Component) -> Iterator[str]:
    return (rule.value for rule in master.properties.all("RRULE"))


def original_of(instance: ZonedTime, master: Component | None) -> ZonedTime:
    """The instance that a RECURRENCE-ID names, in the form of its series: feeds name times by date and the reverse."""
    if master is None or master.start is None:
        return instance
    if master.start.by_date == instance.by_date:
        day = None if instance.by_date else _day_at_midnight(instance, master)
        return instance if day is None else master.start.at(datetime.combine(day, master.start.wall.time()))
    if master.start.by_date:
        return master.start.at(datetime.combine(_day_named_by(instance), time()))
    return _as_kind_of(master.start, instance)
