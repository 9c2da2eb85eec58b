"""What reading routes answer with. Times are ISO 8601 with the local offset; plain dates where no hour is known."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from scrapers.items import EventStatus


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
