"""Answers about what the calendar offers (categories, days, sources) and about news."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field, JsonValue

from app.api.calendar.schemas import Noted, Place, Record, Time


class NewsEntry(Record):
    """A new event or a change to one. `field` is null for a new event."""

    at: datetime
    kind: Literal["new", "changed"]
    event_id: int
    title: str
    source: str
    field: str | None
    key: str | None
    old: JsonValue
    new: JsonValue
    text: str = Field(
        description="The change in words, with times in the calendar's zone.",
        examples=["Moved from Saturday, November 28, 2026, 7:30 p.m. to Sunday, November 29, 2026, 8 p.m."],
    )


class NewsPage(Noted):
    """New events and changes, the earliest first."""

    changes: list[NewsEntry]
    next: str | None


class Category(Record):
    """A category and how many events have it, including past ones."""

    name: str = Field(examples=["Music"])
    events: int


class TownCategory(Record):
    """A category of the town's own list, and how many events have it, including past ones."""

    slug: str = Field(examples=["theater"])
    name: str = Field(examples=["Theater and dance"])
    events: int


class Categories(Record):
    """`categories`: what sources give. `town`: the town's own list, in its order."""

    categories: list[Category]
    town: list[TownCategory]


class CategoryCount(Record):
    slug: str = Field(examples=["theater"])
    name: str = Field(examples=["Theater and dance"])
    events: int


class VenueCount(Place):
    events: int


class SourceCount(Record):
    name: str = Field(examples=["vanwezel"])
    title: str = Field(examples=["Van Wezel Performing Arts Hall"])
    events: int


class Counts(Record):
    """How many events, each series once, a list with these filters has (`events`), and how many it would have with each
    choice in place of what the filters have of that kind."""

    events: int
    free: int
    evening: int
    online: int
    categories: list[CategoryCount] = Field(description="All of the town's, in its order.")
    venues: list[VenueCount] = Field(description="With `places=true`: those that would have any, by name.")
    sources: list[SourceCount] = Field(description="With `places=true`: those that would have any, by title.")


class DayEvent(Time):
    """An event at a time of a day."""

    event_id: int
    title: str
    town_categories: list[str]
    venue: Place | None


class Day(Record):
    """A local day and how many occurrences begin on it or are still going on. Those of a series on one day count once,
    unless `dates=all`."""

    day: date
    occurrences: int
    first: list[DayEvent] = Field(description="Up to `first` of them, each series once.")


class Days(Noted):
    """Days without occurrences are left out. `timezone`: the calendar's, which decides what day is today."""

    timezone: str
    days: list[Day]


class Source(Record):
    """A source. `last_good_run_at`: when a run last read it completely, without anything suspicious."""

    name: str
    title: str
    url: str
    timezone: str
    enabled: bool
    events: int
    last_good_run_at: datetime | None


class Sources(Record):
    sources: list[Source]
