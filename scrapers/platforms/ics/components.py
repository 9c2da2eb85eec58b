"""Reads what identifies a VEVENT and when it happens; its other fields are read later, if it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TypedDict

from core.errors import BadRecord
from core.items import EventStatus
from scrapers.platforms.ics.lines import Property
from scrapers.platforms.ics.notices import notice_in_description, notice_in_place
from scrapers.platforms.ics.properties import Properties, parse_properties
from scrapers.platforms.ics.recurrence.values import Duration, parse_duration, parse_time
from scrapers.platforms.ics.times import day_ahead, located
from scrapers.platforms.ics.timezones.zones import CalendarZones, ZonedTime
from scrapers.reading.status.scope import UNKNOWN, When
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import Standing, status_of_field
from scrapers.reading.text import plain_text, squash

_STATUSES = {
    "": EventStatus.SCHEDULED,
    "CONFIRMED": EventStatus.SCHEDULED,
    "TENTATIVE": EventStatus.SCHEDULED,
    "CANCELLED": EventStatus.CANCELLED,
    "CANCELED": EventStatus.CANCELLED,
    "POSTPONED": EventStatus.POSTPONED,
    "RESCHEDULED": EventStatus.RESCHEDULED,
}
_HIDDEN = re.compile(r"X-|.*(?:PRIVATE|CONFIDENTIAL|PERSONAL|RESTRICTED|INTERNAL|SECRET|HIDDEN)")
"""Classes that hide an event: RFC 5545 3.8.1.3 also wants unknown words to, but feeds write `CLASS:Yoga`."""
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_UNTITLED = "an event without a title"
_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Length:
    """How long each instance lasts: in days by the calendar, plus an exact part (RFC 5545 3.8.5.3)."""

    days: int = 0
    exact: timedelta = timedelta()

    def end_of(self, start: ZonedTime) -> datetime | None:
        """Aware end of an instance, None for no known length."""
        if not (self.days or self.exact):
            return None
        if not self.days:
            return start.instant + self.exact
        return start.zone.instant(start.wall + timedelta(days=self.days)) + self.exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One VEVENT.

    uid         as written, "" for none.
    start       None only for the cancellation of an event that another VEVENT describes.
    instance    RECURRENCE-ID, for an override; `and_future` with RANGE=THISANDFUTURE.
    revised     LAST-MODIFIED, else DTSTAMP: which of two copies with one SEQUENCE is newer.
    day_ahead   for times that mean whole days: how far the midnight of the day is ahead of DTSTART's wall clock.
    doubts      what could not be read as it stands, with its property; the event is kept.
    """

    properties: Properties
    book: CalendarZones
    uid: str
    title: str
    start: ZonedTime | None
    length: Length
    standing: Standing
    instance: ZonedTime | None = None
    and_future: bool = False
    sequence: int | None = None
    last_modified: datetime | None = None
    revised: datetime = _EARLIEST
    private: bool = False
    day_ahead: timedelta | None = None
    doubts: tuple[tuple[str, str], ...] = ()

    @property
    def status(self) -> EventStatus:
        return self.standing.status or EventStatus.SCHEDULED

    @property
    def recurs(self) -> bool:
        return any(self.properties.first(name) is not None for name in ("RRULE", "RDATE"))

    @property
    def newness(self) -> tuple[int, datetime]:
        return self.sequence or 0, self.revised


def read_component(block: str, book: CalendarZones, method: str) -> Component:
    """Raises BadRecord, with the field, if the event cannot be read truly."""
    properties = parse_properties(block)
    title = plain_title(properties)
    try:
        instance = located(properties.first("RECURRENCE-ID"), book, None)
        start = located(properties.first("DTSTART"), book, None)
        length = _length(properties, start or instance, book)
        standing, doubts = _standing(properties, title, method, partial(_when, start or instance, length))
    except (ValueError, OverflowError) as error:
        raise BadRecord(
            f"{error} in {title or 'an event without a title'}", field="VEVENT", **_identity(properties, title)
        ) from error
    if start is None and (instance is None and standing.status is not EventStatus.CANCELLED):
        raise BadRecord(
            f"no DTSTART in {title or 'an event without a title'}", field="DTSTART", **_identity(properties, title)
        )
    if start is not None and start.all_day and hour_is_unknown(properties):
        start = replace(start, all_day=False, time_known=False)
    identifier = properties.first("RECURRENCE-ID")
    access = properties.text("CLASS").upper()
    doubts += _odd_class(access)
    last_modified = _stamp(properties.first("LAST-MODIFIED", "LAST-UPDATED"), book)
    return Component(
        properties=properties,
        book=book,
        uid=properties.text("UID"),
        title=title,
        start=start or instance,
        length=length,
        standing=standing,
        instance=instance,
        and_future=identifier is not None and identifier.parameters.get("RANGE", "").upper() == "THISANDFUTURE",
        sequence=_number(properties.text("SEQUENCE")),
        last_modified=last_modified,
        revised=last_modified or _stamp(properties.first("DTSTAMP"), book) or _EARLIEST,
        private=_HIDDEN.match(access) is not None,
        day_ahead=None if start is None or start.by_date else day_ahead(properties, start, book),
        doubts=doubts,
    )


def _odd_class(access: str) -> tuple[tuple[str, str], ...]:
    if access in ("", "PUBLIC") or _HIDDEN.match(access):
        return ()
    return (("CLASS", f"unknown CLASS {access[:60]}, read as PUBLIC"),)


class Identity(TypedDict):
    uid: str
    title: str
    day: date | None


def _identity(properties: Properties, title: str) -> Identity:
    """What can be read of an event that is skipped, to find out which stored event it could be."""
    digits = _DAY.match(properties.text("DTSTART"))
    try:
        day = date(int(digits[1]), int(digits[2]), int(digits[3])) if digits else None
    except ValueError:
        day = None
    return {"uid": properties.text("UID"), "title": title, "day": day}


def identity_of(component: Component) -> Identity:
    """Which event a VEVENT is, for a problem that names it."""
    day = component.start.wall.date() if component.start is not None else None
    return {"uid": component.uid, "title": component.title, "day": day}


def hour_is_unknown(properties: Properties) -> bool:
    """Whether the date is a day whose hour is unknown: Marquee's own feeds mark these."""
    return properties.text("X-MARQUEE-HOUR").upper() == "UNKNOWN"


def plain_title(properties: Properties) -> str:
    return squash(plain_text(properties.text("SUMMARY")))


def _standing(
    properties: Properties, title: str, method: str, when: Callable[[], When]
) -> tuple[Standing, tuple[tuple[str, str], ...]]:
    """STATUS, unless the title carries a graver mark: Google's users write CANCELLED there and leave CONFIRMED.

    A STATUS that RFC 5545 does not know counts by its words (`RESCHEDULED TO FRIDAY`), else not at all: an unknown word
    never takes an event off the calendar.
    """
    written = properties.text("STATUS")
    marked = status_of_title(title)
    doubts: tuple[tuple[str, str], ...] = ()
    status = _STATUSES.get(written.upper())
    if status is None:
        stated = status_of_field(written)
        status, marked = stated.status or EventStatus.SCHEDULED, marked | Standing(None, stated.sold_out)
        doubts = (("STATUS", f"unknown STATUS {written[:60]}, read as {status.value}"),)
    if method == "CANCEL" or properties.text("X-LIVEWHALE-CANCELED") == "1":
        status = EventStatus.CANCELLED
    if status is EventStatus.SCHEDULED:
        status = marked.status or notice_in_place(properties).status or status
    if status is EventStatus.SCHEDULED and (said := notice_in_description(properties, when).status) is not None:
        if properties.first("RRULE", "RDATE") is None or properties.first("RECURRENCE-ID") is not None:
            status = said
        else:
            doubts += (("status", f"a series whose description says {said.value}, perhaps of one date"),)
    return Standing(status, marked.sold_out), doubts


def _when(start: ZonedTime | None, length: Length) -> When:
    """Where a series starts, its first day: a notice of another day says nothing of the whole."""
    if start is None or not start.time_known:
        return UNKNOWN
    end = length.end_of(start)
    shown = start.wall if start.all_day else start.zone.shown(start.instant)
    days = {shown.date()}
    if end is not None:
        days.add(max(shown.date(), start.zone.shown(end - timedelta(hours=6)).date()))
    return When(frozenset(days), frozenset() if start.all_day else frozenset([shown.time()]))


def _length(properties: Properties, start: ZonedTime | None, book: CalendarZones) -> Length:
    """Nothing for an end that is missing, unreadable, or not after the start (CivicPlus: DTEND = DTSTART)."""
    if start is None or not start.time_known:
        return Length()
    try:
        end = located(properties.first("DTEND"), book, start.zone)
        span = properties.first("DURATION")
        if end is not None:
            return _until(start, end)
        return Length() if span is None else _spanning(start, parse_duration(span.value))
    except (ValueError, OverflowError):
        return Length()


def _until(start: ZonedTime, end: ZonedTime) -> Length:
    if not end.time_known:
        return Length()
    if start.all_day:
        whole = end.wall if end.all_day or end.wall == _midnight(end.wall) else _midnight(end.wall) + timedelta(days=1)
        return Length(days=max(0, (whole - start.wall).days))
    finish = start.zone.instant(end.wall) if end.all_day else end.instant
    return Length(exact=max(timedelta(), finish - start.instant))


def _spanning(start: ZonedTime, span: Duration) -> Length:
    if start.all_day:
        return Length(days=max(0, span.days + -(-span.exact // timedelta(days=1))))
    if span.days < 0 or span.exact < timedelta():
        return Length()
    return Length(days=span.days, exact=span.exact)


def _midnight(wall: datetime) -> datetime:
    return wall.replace(hour=0, minute=0, second=0)


def _stamp(prop: Property | None, book: CalendarZones) -> datetime | None:
    """A time of writing: UTC by rule, in a zone by some; never a reason to refuse the event."""
    if prop is None:
        return None
    try:
        moment = parse_time(prop.value)
        if moment.utc or not prop.parameters.get("TZID"):
            return moment.wall.replace(tzinfo=UTC)
        place = book.locate(moment, prop.parameters["TZID"])
        return place.instant if place.time_known else None
    except (ValueError, OverflowError):
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
