"""What reading routes answer with. Times are ISO 8601 with the local offset; plain dates where no hour is known."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from core.items import EventStatus


class Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Place(Record):
    """Where it is. `name` is null where the source gives an address only."""

    id: int
    name: str | None = Field(examples=["Van Wezel Performing Arts Hall"])
    address: str | None = Field(examples=["777 N Tamiami Trail, Sarasota, FL 34236"])
    latitude: float | None = Field(examples=[27.3446])
    longitude: float | None = Field(examples=[-82.5502])


class Price(Record):
    """What it costs, in hundredths of `currency`. `is_free` is null when the source does not say."""

    text: str | None = Field(examples=["$45 to $120"])
    min_cents: int | None = Field(examples=[4500])
    max_cents: int | None = Field(examples=[12000])
    currency: str | None = Field(examples=["USD"])
    is_free: bool | None = Field(examples=[False])


class Origin(Record):
    """The source that says so."""

    name: str = Field(examples=["vanwezel"])
    title: str = Field(examples=["Van Wezel Performing Arts Hall"])


class Time(Record):
    """One time of an event. `key` names it within the event for ever."""

    id: int = Field(examples=[7311])
    key: str = Field(examples=["20261130T010000Z"])
    starts_at: str = Field(
        description="With the local offset; a plain date when `all_day`, or when the hour is not known.",
        examples=["2026-11-29T20:00:00-05:00"],
    )
    ends_at: str | None = Field(
        description="Exclusive: of a day without an hour it is the day after.", examples=["2026-11-29T22:30:00-05:00"]
    )
    local_date: str = Field(examples=["2026-11-29"])
    timezone: str = Field(description="IANA name.", examples=["America/New_York"])
    all_day: bool
    time_known: bool = Field(description="False: the source names the day and not the hour.")
    status: EventStatus = Field(description="Of this time, or of the whole event.")


class Said(Record):
    """What people see of an event, apart from its times."""

    uid: str = Field(description="The source's own id of it.", examples=["the-nutcracker-2026"])
    title: str = Field(examples=["The Nutcracker"])
    url: str | None = Field(examples=["https://www.example.org/events/the-nutcracker"])
    organizer: str | None
    categories: list[str] = Field(examples=[["Dance", "Family"]])
    venue: Place | None
    price: Price | None
    sold_out: bool
    ticket_url: str | None
    image_url: str | None
    source: Origin
    first_seen_at: datetime = Field(description="When Marquee first saw it.")
    updated_at: datetime = Field(description="When Marquee last saw a change of it.")


class Occurrence(Said, Time):
    """A time of an event, with the event. `id` is the occurrence's."""

    event_id: int = Field(examples=[812])
    excerpt: str | None = Field(description="The beginning of the description.")
    distance_km: float | None = Field(description="From `near`.", examples=[1.2])


class OccurrencePage(Record):
    occurrences: list[Occurrence]
    next: str | None = Field(description="The `cursor` of the next page; null on the last.", examples=[None])


class EventSummary(Said):
    """An event with its next times in the range that was asked for."""

    id: int = Field(examples=[812])
    status: EventStatus
    excerpt: str | None
    distance_km: float | None
    occurrences: list[Time] = Field(description="The first of them, five at most.")
    occurrence_count: int = Field(description="How many there are in the range.", examples=[12])


class EventPage(Record):
    events: list[EventSummary]
    next: str | None = Field(description="The `cursor` of the next page; null on the last.", examples=[None])


class Evidence(Record):
    """Why we think so."""

    source: Origin
    source_url: str = Field(description="Where the source is.", examples=["https://www.example.org"])
    url: str | None = Field(description="The page that says so.")
    first_seen_at: datetime
    last_seen_at: datetime | None = Field(description="The last run, of the recent ones, in which it was there.")
    updated_at: datetime
    read_from: dict[str, str] = Field(
        description="The text that each field was read from.", examples=[{"starts_at": "Sun. Nov 29, 2026 8:00 PM"}]
    )


class WholeEvent(Said):
    """An event with all its times. One that is withdrawn was gone from its source at `withdrawn_at`."""

    id: int = Field(examples=[812])
    status: EventStatus
    description: str | None
    occurrences: list[Time]
    withdrawn_at: datetime | None
    evidence: Evidence


class RunMoment(Record):
    id: str
    started_at: datetime | None


class EventChange(Record):
    """A field before and after. `key` names the time that changed; null: the event itself."""

    at: datetime
    field: str = Field(examples=["title"])
    key: str | None
    old: JsonValue = Field(examples=["The Nutcraker"])
    new: JsonValue = Field(examples=["The Nutcracker"])
    run: RunMoment | None = Field(description="The run that saw it.")


class History(Record):
    """What changed, the latest first."""

    changes: list[EventChange]
    next: str | None


class NewsEntry(Record):
    """A new event, or a change of one. `field` is null for a new event."""

    at: datetime
    kind: Literal["new", "changed"]
    event_id: int
    title: str
    source: str
    field: str | None
    key: str | None
    old: JsonValue
    new: JsonValue


class NewsPage(Record):
    """The earliest first."""

    changes: list[NewsEntry]
    next: str | None


class Venue(Place):
    """A place. `events`: how many events are known there, past ones too."""

    events: int
    distance_km: float | None = Field(description="From `near`.")


class VenuePage(Record):
    venues: list[Venue]
    next: str | None


class Category(Record):
    """A category, and how many events have it, past ones too."""

    name: str = Field(examples=["Music"])
    events: int


class Categories(Record):
    categories: list[Category]


class Day(Record):
    """A local day, and how many times of events begin on it."""

    day: date
    occurrences: int


class Days(Record):
    """Days on which nothing begins are left out. `timezone`: the calendar's own, in which a visitor's today is told."""

    timezone: str
    days: list[Day]


class Source(Record):
    """A source. `last_good_run_at`: when it was last read whole and believed."""

    name: str
    title: str
    url: str
    timezone: str
    enabled: bool
    events: int
    last_good_run_at: datetime | None


class Sources(Record):
    sources: list[Source]
