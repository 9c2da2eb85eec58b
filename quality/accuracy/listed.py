"""What a corpus says of an event, in the words of the comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Any

from scrapers.reading.contract import Context


class Field(StrEnum):
    """What is compared. `EVENTS`: how many there are; `INSTANCES`: the starts of a series, each by itself."""

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
    """A start without a clock: the source tells none, or the event takes the whole day."""

    UNKNOWN = "no hour"
    WHOLE_DAY = "all day"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the wall calendar in `zone`, None: of the place. `year` None: the text has none."""

    month: int
    day: int
    year: int | None = None
    zone: tzinfo | None = None

    @classmethod
    def of(cls, day: date, zone: tzinfo | None = None) -> Day:
        return cls(day.month, day.day, day.year, zone)

    def is_on(self, moment: datetime) -> bool:
        """`moment` aware, with the place's own zone."""
        local = moment if self.zone is None else moment.astimezone(self.zone)
        return (local.month, local.day, self.year or local.year) == (self.month, self.day, local.year)

    def __str__(self) -> str:
        return f"{self.year or '????'}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the wall clock in `zone`, None: of the place; to the minute where the text has no seconds."""

    clock: time
    zone: tzinfo | None = None

    def is_at(self, moment: datetime) -> bool:
        local = moment if self.zone is None else moment.astimezone(self.zone)
        return (local.hour, local.minute) == (self.clock.hour, self.clock.minute)

    def __str__(self) -> str:
        return f"{self.clock:%H:%M}" + (f" ({self.zone})" if self.zone else "")


@dataclass(frozen=True, slots=True)
class End:
    """When it ends. `last_day`: the day is the last on which it takes place, else the day of the end itself."""

    day: Day
    clock: Clock | None = None
    last_day: bool = False

    def __str__(self) -> str:
        return f"{'last day ' if self.last_day else ''}{self.day}" + (f" {self.clock}" if self.clock else "")


@dataclass(frozen=True, slots=True)
class Zone:
    """What the clock of the place is off UTC at the start: by an offset, or by a zone's name."""

    zone: tzinfo

    def offset(self, moment: datetime) -> timedelta | None:
        return moment.astimezone(self.zone).utcoffset()

    def __str__(self) -> str:
        return str(self.zone)


@dataclass(frozen=True, slots=True)
class Amounts:
    """A price in hundredths; None where the corpus does not say."""

    min_cents: int | None = None
    max_cents: int | None = None
    is_free: bool | None = None
    currency: str | None = None

    def __str__(self) -> str:
        return "free" if self.is_free else f"{self.min_cents}-{self.max_cents} {self.currency or ''}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One event as a corpus lists it.

    origin    where the facts stand: `INDEX fact 1`, `expected[3]`.
    facts     by field. A value of None: the corpus says that there is none, so any value read is invented.
    disputed  fields whose listed value cannot be held against a reader, with the reason.
    uid       the event's, if the corpus knows it: then no other event is taken for this one.
    """

    origin: str
    facts: Mapping[Field, Any]
    disputed: Mapping[Field, str] = field(default_factory=dict)
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of a corpus with what is listed of it.

    kind      the reader's name; `no reader`: none is meant for it, and whatever one makes of it is invented.
    count     how many events are listed; None: not told. `counts_dates`: how many occurrences of events.
    complete  `listed` has all events of the file: any other that is read is invented.
    is_bad    the body is no good one: the reader must end with a `SourceError`.
    remarks   texts that stand where facts stand and are none.
    why_unread  of a document without a reader, why none is meant for it.
    """

    corpus: str
    file: str
    kind: str
    context: Context
    body: bytes
    listed: tuple[Listed, ...] = ()
    count: int | None = None
    counts_dates: bool = False
    complete: bool = False
    is_bad: bool = False
    remarks: tuple[str, ...] = ()
    why_unread: str = ""


NO_READER = "no reader"
REPOSITORY = Path(__file__).resolve().parents[2]
