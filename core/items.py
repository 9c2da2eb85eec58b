"""What a source says about an event: the contract between readers, pipelines and storage.

Values are frozen; a pipeline step that changes one returns a copy (`dataclasses.replace`).
`to_json` gives the names and formats that `scrapy crawl -O`, `python -m app read` and the API share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo


class EventStatus(StrEnum):
    """schema.org's EventStatusType, shortened. Sold out is not a status: see `EventItem.sold_out`."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    RESCHEDULED = "rescheduled"
    MOVED_ONLINE = "moved_online"

    @property
    def word(self) -> str:
        """As people read it."""
        return "canceled" if self is EventStatus.CANCELLED else self.value.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A place as the source wrote it. Latitude and longitude in WGS 84 degrees."""

    name: str | None = None
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Amounts in hundredths of `currency` (ISO 4217). `is_free` is None if the source does not say."""

    text: str | None = None
    min_cents: int | None = None
    max_cents: int | None = None
    currency: str | None = None
    is_free: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time at which an event takes place.

    starts_at      aware. Local midnight in `timezone` if `all_day`, or if the hour is unknown (`time_known=False`).
    ends_at        aware and exclusive, or None if the source gives no end. For an all-day occurrence, the local
                   midnight after the last day (RFC 5545 3.6.1).
    timezone       IANA name.
    time_known     False if the source gives the day but not the hour. An all-day occurrence has `time_known=True`.
    recurrence_id  for an instance of a recurring event, its original start: `20261129T150000Z` or `20261129`.
    status         of this occurrence only; the event has its own.
    title, venue, url, description, sold_out   where this occurrence differs from its event, else None.
    """

    starts_at: datetime
    timezone: str
    ends_at: datetime | None = None
    all_day: bool = False
    time_known: bool = True
    recurrence_id: str | None = None
    status: EventStatus = EventStatus.SCHEDULED
    title: str | None = None
    venue: Venue | None = None
    url: str | None = None
    description: str | None = None
    sold_out: bool | None = None

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or (self.ends_at is not None and self.ends_at.tzinfo is None):
            raise ValueError("an occurrence needs aware datetimes")

    @property
    def local_date(self) -> date:
        return self.starts_at.astimezone(ZoneInfo(self.timezone)).date()

    def to_json(self) -> dict[str, Any]:
        """Times are ISO 8601 with the local offset, or plain local dates where there is no hour.

        The occurrence's own title, venue, url, description, and sold_out appear only where it has them.
        """
        by_date = self.all_day or not self.time_known
        own = {
            "title": self.title,
            "venue": None if self.venue is None else _plain(self.venue, ("name", "address", "latitude", "longitude")),
            "url": self.url,
            "description": self.description,
            "sold_out": self.sold_out,
        }
        return {
            "starts_at": self._moment(self.starts_at, by_date),
            "ends_at": None if self.ends_at is None else self._moment(self.ends_at, by_date),
            "all_day": self.all_day,
            "timezone": self.timezone,
            "time_known": self.time_known,
            "recurrence_id": self.recurrence_id,
            "status": self.status.value,
            **{name: value for name, value in own.items() if value is not None},
        }

    def _moment(self, moment: datetime, by_date: bool) -> str:
        local = moment.astimezone(ZoneInfo(self.timezone))
        return local.date().isoformat() if by_date else local.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventItem:
    """An event with all occurrences found in one reading.

    uid            the source's own key, unique within the source: the iCalendar UID, or the page's slug.
    status         of the whole event.
    sequence       iCalendar SEQUENCE. With `last_modified` (aware), it keeps an older copy from overwriting a newer
                   one.
    raw            the text each parsed field came from, by field name: `{"starts_at": "Thu. Oct 8 , 2026"}`.
    capture_id     of the kept answer that it was read from; None: unknown. Not part of what the source says.
    """

    uid: str
    title: str
    url: str | None = None
    description: str | None = None
    status: EventStatus = EventStatus.SCHEDULED
    sold_out: bool = False
    occurrences: tuple[Occurrence, ...] = ()
    venue: Venue | None = None
    organizer: str | None = None
    price: Price | None = None
    ticket_url: str | None = None
    image_url: str | None = None
    categories: tuple[str, ...] = ()
    sequence: int | None = None
    last_modified: datetime | None = None
    raw: Mapping[str, str] = field(default_factory=dict)
    capture_id: str | None = field(default=None, repr=False, compare=False)

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dictionary in field order. `venue` and `price` are objects or null."""
        return {
            "uid": self.uid,
            "title": self.title,
            "url": self.url,
            "description": self.description,
            "status": self.status.value,
            "sold_out": self.sold_out,
            "occurrences": [occurrence.to_json() for occurrence in self.occurrences],
            "venue": None if self.venue is None else _plain(self.venue, ("name", "address", "latitude", "longitude")),
            "organizer": self.organizer,
            "price": None
            if self.price is None
            else _plain(self.price, ("text", "min_cents", "max_cents", "currency", "is_free")),
            "ticket_url": self.ticket_url,
            "image_url": self.image_url,
            "categories": list(self.categories),
            "sequence": self.sequence,
            "last_modified": None if self.last_modified is None else self.last_modified.isoformat(),
            "raw": dict(self.raw),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """A feed of a source, found by a spider and stored in `source_feeds`.

    kind           the platform whose reader understands it (`ics`).
    label          for people: `2026-11`.
    covers_from    the first local day the feed covers. `covers_until` is the day after the last. None: no bound.
    """

    url: str
    kind: str = "ics"
    label: str = ""
    covers_from: date | None = None
    covers_until: date | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "kind": self.kind,
            "label": self.label,
            "covers_from": None if self.covers_from is None else self.covers_from.isoformat(),
            "covers_until": None if self.covers_until is None else self.covers_until.isoformat(),
        }


def _plain(value: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}
