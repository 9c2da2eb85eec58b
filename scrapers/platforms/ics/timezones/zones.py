"""Decides which zone a time of a feed is in (RFC 5545 3.2.19, and what feeds write instead)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from scrapers.platforms.ics.recurrence.values import TimeValue
from scrapers.platforms.ics.timezones.spellings import iana_name, iana_names, is_utc_name, spelled_zone, tidy
from scrapers.platforms.ics.timezones.vtimezone import DefinedZone, parse_timezone
from scrapers.platforms.ics.timezones.windows_zones import windows_zone

_MANUAL = re.compile(r"\(?\s*(?:UTC|GMT)?\s*([+\-\u2212])\s*(\d{1,2})(?::?(\d{2}))?\s*\)?", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[A-Z]{3,4}")
_SAMPLES = 300


class Clock(Protocol):
    def instant(self, wall: datetime) -> datetime:
        """Aware UTC moment of a naive wall-clock time. A time in a gap counts by the offset before it, a time that
        occurs twice is its first occurrence (RFC 5545 3.3.5)."""
        ...

    def offset_at(self, moment: datetime) -> timedelta: ...


@dataclass(frozen=True, slots=True)
class IanaClock:
    zone: ZoneInfo

    def instant(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone, fold=0).astimezone(UTC)

    def offset_at(self, moment: datetime) -> timedelta:
        return moment.astimezone(self.zone).utcoffset() or timedelta()


@dataclass(frozen=True, slots=True)
class Zone:
    """A clock for arithmetic, and the IANA name in which its times are shown."""

    name: str
    clock: Clock

    def instant(self, wall: datetime) -> datetime:
        return self.clock.instant(wall)

    def wall(self, moment: datetime) -> datetime:
        return moment.astimezone(UTC).replace(tzinfo=None) + self.clock.offset_at(moment)

    def shown(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.name))


def iana_zone(name: str) -> Zone:
    return Zone(name, IanaClock(ZoneInfo(name)))


@dataclass(frozen=True)
class ZonedTime:
    """A wall-clock time in its zone, or a date (`all_day`), or a date whose hour is in doubt.

    Without slots, so that `instant` and `key`, which every instance of a series needs repeatedly, are computed once.
    """

    wall: datetime
    zone: Zone
    all_day: bool = False
    time_known: bool = True

    @property
    def by_date(self) -> bool:
        return self.all_day or not self.time_known

    @cached_property
    def instant(self) -> datetime:
        return self.zone.instant(self.wall)

    @cached_property
    def key(self) -> str:
        """RECURRENCE-ID in the one form that occurrences carry: `20261129T150000Z`, or `20261129` for a date."""
        if self.by_date:
            return self.wall.isoformat()[:10].replace("-", "")
        return self.instant.isoformat()[:19].replace("-", "").replace(":", "") + "Z"

    def at(self, wall: datetime) -> ZonedTime:
        """Another time of the same kind in the same zone."""
        return ZonedTime(wall, self.zone, self.all_day, self.time_known)


@dataclass(slots=True)
class CalendarZones:
    """The zones of one calendar.

    home          the source's zone.
    wr_timezone   X-WR-TIMEZONE, unless it is absent or UTC: the zone of floating times, and the one in which UTC
                  times are shown and recur, as Google means it (its calendars with UTC there have no zone).
    utc_is_local  times marked as UTC are wall-clock times of `home`.
    local_is_utc  times without a zone, and those in the zone of `home` or of the calendar, are UTC.
    now           the definition of a nameless zone is compared with named ones around this time.
    definitions   VTIMEZONE blocks by TZID.
    """

    home: Zone
    now: datetime
    wr_timezone: Zone | None = None
    utc_is_local: bool = False
    local_is_utc: bool = False
    definitions: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, Zone | None] = field(default_factory=dict)

    @property
    def calendar(self) -> Zone:
        return self.wr_timezone or self.home

    @property
    def utc(self) -> Zone:
        return self.home if self.utc_is_local else self._true_utc

    @property
    def _true_utc(self) -> Zone:
        return Zone(self.calendar.name, IanaClock(ZoneInfo("UTC")))

    def locate(self, moment: TimeValue, tzid: str, floating: Zone | None = None) -> ZonedTime:
        """A value in its zone: that of its TZID, which wins over a trailing Z (Google reads it so); UTC; else
        `floating`, by default the calendar's. A TZID neither known nor defined leaves the hour in doubt."""
        if moment.all_day:
            return ZonedTime(moment.wall, self.calendar, all_day=True)
        if moment.offset is not None:
            zone = self.named(tzid.strip()) if tzid.strip() else None
            zone = zone or self.calendar
            return ZonedTime(zone.wall((moment.wall - moment.offset).replace(tzinfo=UTC)), zone)
        if name := tzid.strip() or moment.zone:
            zone = self.named(name)
            if zone is None:
                midnight = moment.wall.replace(hour=0, minute=0, second=0)
                return ZonedTime(midnight, self.calendar, time_known=False)
            return self._in_local_zone(moment.wall, zone)
        if moment.utc:
            if self.wr_timezone is not None and not self.utc_is_local:
                return ZonedTime(self.wr_timezone.wall(moment.wall.replace(tzinfo=UTC)), self.wr_timezone)
            return ZonedTime(moment.wall, self.utc)
        return self._in_local_zone(moment.wall, floating or self.calendar)

    def _in_local_zone(self, wall: datetime, zone: Zone) -> ZonedTime:
        if self.local_is_utc and any(zone.instant(wall) == own.instant(wall) for own in (self.home, self.calendar)):
            zone = self._true_utc
        return ZonedTime(wall, zone)

    def named(self, tzid: str) -> Zone | None:
        if tzid not in self.known:
            self.known[tzid] = self._look_up(tzid)
        return self.known[tzid]

    def _look_up(self, written: str) -> Zone | None:
        tzid = tidy(written)
        if is_utc_name(tzid):
            return self.utc
        if (manual := self._by_offset(tzid)) is not None:
            return manual
        if _ABBREVIATION.fullmatch(tzid) and tzid in self._abbreviations():
            return self.home
        names = iana_names()
        if name := iana_name(tzid) or windows_zone(tzid, names):
            return iana_zone(names.get(name.lower(), name))
        block = self.definitions.get(written)
        if block is not None:
            return self._by_definition(block)
        spelled = spelled_zone(tzid, self.home.name)
        return None if spelled is None else iana_zone(spelled)

    def _by_offset(self, tzid: str) -> Zone | None:
        """`UTC-5`, WordPress's manual offset. Sites choose it for their own zone and leave it there all year, so it is
        that zone if it has this offset at some time of the year."""
        match = _MANUAL.fullmatch(tzid)
        if match is None or int(match[2]) > 14:
            return None
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0)) * (1 if match[1] == "+" else -1)
        if any(self.home.clock.offset_at(moment) == offset for moment in self._samples()):
            return self.home
        if not offset:
            return self.utc
        if match[3] and int(match[3]):
            return Zone(self.home.name, DefinedZone((), offset))
        return iana_zone(f"Etc/GMT{'-' if match[1] == '+' else '+'}{int(match[2])}")

    def _abbreviations(self) -> set[str | None]:
        return {self.home.shown(moment).tzname() for moment in self._samples()}

    def _by_definition(self, block: str) -> Zone | None:
        own, defined = parse_timezone(block)
        if name := iana_name(own.text("X-LIC-LOCATION")):
            return iana_zone(name)
        if defined is None:
            return None
        offsets = [defined.offset_at(moment) for moment in self._samples()]
        samples = list(zip(self._samples(), offsets, strict=True))
        for candidate in (self.home.name, self.calendar.name, *WINDOWS_TO_OLSON.values()):
            zone = iana_zone(candidate)
            if all(zone.clock.offset_at(moment) == offset for moment, offset in samples):
                return zone
        return Zone(self.calendar.name, defined)

    def _samples(self) -> list[datetime]:
        """Every third day of two and a half years around now: no two zones that differ in rules agree on them all."""
        now = self.now.astimezone(UTC)
        return [now + timedelta(days=3 * step) for step in range(-_SAMPLES // 2, _SAMPLES // 2)]
