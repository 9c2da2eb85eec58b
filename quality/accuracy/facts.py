"""What is known of an event, in the types that are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

from scrapers.reading.contract import Context


class Field(StrEnum):
    """What is compared. `EVENTS`: how many there are; `INSTANCES`: each start of a series."""

    EVENTS = "events"
    TITLE = "title"
    DATE = "date"
    TIME = "time"
    TIMEZONE = "timezone"
    END = "end"
    INSTANCES = "instances"
    VENUE = "venue"
    PRICE = "price"
    STATUS = "status"
    SOLD_OUT = "sold_out"
    TICKET_URL = "ticket_url"
    URL = "url"


class Hour(StrEnum):
    """A start without a clock time: the source gives none, or the event takes the whole day."""

    UNKNOWN = "no hour"
    WHOLE_DAY = "all day"


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day in `zone` (None: the venue's own). `year` is None where the source leaves it out."""

    month: int
    day: int
    year: int | None = None
    zone: tzinfo | None = None

    @classmethod
    def of(cls, day: date, zone: tzinfo | None = None) -> Day:
        return cls(day.month, day.day, day.year, zone)

    def is_on(self, moment: datetime) -> bool:
        """`moment`: aware, in the venue's own zone."""
        local = moment if self.zone is None else moment.astimezone(self.zone)
        return (local.month, local.day, self.year or local.year) == (self.month, self.day, local.year)

    def __str__(self) -> str:
        return f"{self.year or '????'}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time in `zone` (None: the venue's own), compared to the minute."""

    clock: time
    zone: tzinfo | None = None

    def is_at(self, moment: datetime) -> bool:
        local = moment if self.zone is None else moment.astimezone(self.zone)
        return (local.hour, local.minute) == (self.clock.hour, self.clock.minute)

    def __str__(self) -> str:
        return f"{self.clock:%H:%M}" + (f" ({self.zone})" if self.zone else "")


@dataclass(frozen=True, slots=True)
class End:
    """When it ends. With `last_day`, `day` is the last day it takes place; otherwise it is the day it ends on."""

    day: Day
    clock: Clock | None = None
    last_day: bool = False

    def __str__(self) -> str:
        return f"{'last day ' if self.last_day else ''}{self.day}" + (f" {self.clock}" if self.clock else "")


@dataclass(frozen=True, slots=True)
class Zone:
    """The venue's distance from UTC at the start, as a fixed offset or a named zone."""

    zone: tzinfo

    def offset(self, moment: datetime) -> timedelta | None:
        return moment.astimezone(self.zone).utcoffset()

    def __str__(self) -> str:
        return str(self.zone)


@dataclass(frozen=True, slots=True)
class Amounts:
    """A price in cents; None where it is not known."""

    min_cents: int | None = None
    max_cents: int | None = None
    is_free: bool | None = None
    currency: str | None = None

    def __str__(self) -> str:
        return "free" if self.is_free else f"{self.min_cents}-{self.max_cents} {self.currency or ''}".strip()


@dataclass(frozen=True, slots=True)
class Dispute:
    """Why a fact doesn't count.

    read  the value that the reader gives instead, as a shell pattern. If the reader gives another one, it is wrong.
    """

    reason: str
    read: str = "*"

    def covers(self, read: str) -> bool:
        return fnmatchcase(read, self.read)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedEvent:
    """What is known of one event.

    origin    its place in the expectation file: `events[3]`.
    facts     by field. None: the page has no value, so any value read is invented.
    disputed  the facts that do not count.
    uid       the event's UID where it is known: then no other event is compared with this one.
    """

    origin: str
    facts: Mapping[Field, Any]
    disputed: Mapping[Field, Dispute] = field(default_factory=dict)
    uid: str | None = None

    @property
    def name(self) -> str:
        return str(self.facts.get(Field.TITLE) or self.uid or self.origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A recorded file, how to read it, and the facts known about it.

    kind        the reader's name, or NO_READER: every event that a reader finds is invented.
    count       how many events it has, None if unknown. With `counts_occurrences`, how many occurrences.
    count_dispute  why the count does not count as a fact.
    complete    `events` has all events of the file: any other event read is invented.
    is_refused  the body is a bad one: the reader must raise a `SourceError`.
    why_unread  for NO_READER: why no reader reads it.
    """

    corpus: str
    file: str
    kind: str
    context: Context
    body: bytes
    events: tuple[ExpectedEvent, ...] = ()
    count: int | None = None
    counts_occurrences: bool = False
    count_dispute: Dispute | None = None
    complete: bool = False
    is_refused: bool = False
    why_unread: str = ""


NO_READER = "no reader"
