"""What a search asks for: a filter, a sort order, and the position where a page begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.items import EventStatus


class Sort(StrEnum):
    """What comes first: the soonest, the latest, the best match of the words, or the nearest."""

    SOONEST = "starts_at"
    LATEST = "-starts_at"
    RELEVANCE = "relevance"
    DISTANCE = "distance"


class Once(StrEnum):
    """What a list shows only once, by the first of its times that pass.

    event          each event.
    series         each series, and each entry that is in none. What is canceled is shown apart, once; an entry that a
                   person wants by date has all its times.
    event_series   each event, and of the events of a series only the first.
    """

    EVENT = "event"
    SERIES = "series"
    EVENT_SERIES = "event_series"

    @property
    def by_event(self) -> bool:
        return self is not Once.SERIES

    @property
    def by_series(self) -> bool:
        return self is not Once.EVENT


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which occurrences to find. None means any; an occurrence must meet all conditions.

    from_, until   aware; the occurrence starts in the span (`until` exclusive) or is still going on at `from_`.
    categories     any of these is one of the event's: one of the town's by slug or name, otherwise one that its
                   source gives; in any case. Empty: any.
    sources        the names of sources; empty: any.
    free           True: its source says that it is free; False: it is not. An unknown price matches neither.
    words          as typed into a search box (websearch_to_tsquery); the last word may be unfinished.
    near           latitude and longitude in degrees (WGS 84); `radius_km` limits the venue's distance from there.
    area           west, south, east, north in degrees; the venue is inside. West of 180° and east of it if west is the
                   greater.
    begins_from, begun_before   only what begins on this local day or later; only what began on an earlier one.
    evening        only what begins at 5 p.m. or later, at a known hour.
    online         only what takes place online, as its source says.
    statuses       of the occurrence, or of its event if the occurrence is `scheduled`; empty: any.
    event_ids      only these events.
    occurrence_id  only this occurrence.
    include_hidden      for the back office.
    include_withdrawn   for feeds, which show withdrawn occurrences as canceled.
    """

    from_: datetime | None = None
    until: datetime | None = None
    categories: tuple[str, ...] = ()
    venue_id: int | None = None
    sources: tuple[str, ...] = ()
    free: bool | None = None
    words: str | None = None
    near: tuple[float, float] | None = None
    radius_km: float | None = None
    area: tuple[float, float, float, float] | None = None
    begins_from: date | None = None
    begun_before: date | None = None
    evening: bool = False
    online: bool = False
    statuses: tuple[EventStatus, ...] = ()
    event_ids: tuple[int, ...] | None = None
    occurrence_id: int | None = None
    include_hidden: bool = False
    include_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended: the last occurrence's start and id, and the value that it was sorted by first: kilometers, or
    the negated rank of the words; 0 for pages that go by time."""

    starts_at: datetime
    occurrence_id: int
    value: float = 0.0
