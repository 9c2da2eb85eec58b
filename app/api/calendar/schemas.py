"""Answers of the calendar's routes. Times are ISO 8601 with the local offset, or plain dates if the hour is unknown."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.highlights.rhythm import Rhythm
from core.items import EventStatus
from storage.events.progress import TimeProgress
from storage.merging.overlay import ConflictKind


class Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Place(Record):
    """A venue. `name` is null if the source gives only an address."""

    id: int
    name: str | None = Field(examples=["Van Wezel Performing Arts Hall"])
    address: str | None = Field(examples=["777 N Tamiami Trail, Sarasota, FL 34236"])
    latitude: float | None = Field(examples=[27.3446])
    longitude: float | None = Field(examples=[-82.5502])


class Price(Record):
    """What it costs, in hundredths of `currency`. `is_free` is null if the source doesn't say."""

    text: str | None = Field(examples=["$45 to $120"])
    min_cents: int | None = Field(examples=[4500])
    max_cents: int | None = Field(examples=[12000])
    currency: str | None = Field(examples=["USD"])
    is_free: bool | None = Field(examples=[False])


class Origin(Record):
    """The source of an event."""

    name: str = Field(examples=["vanwezel"])
    title: str = Field(examples=["Van Wezel Performing Arts Hall"])


class Caution(Record):
    """What another source says against it: another time, that it is canceled or isn't, or that it is gone. `text` says
    it in English. `starts_at`: local with its offset, or a plain date if the hour is unknown."""

    kind: ConflictKind
    source: Origin
    starts_at: str
    status: EventStatus
    text: str = Field(examples=["The Bay Courier gives another time: Saturday, December 5, 2026, 8 p.m."])


class AlsoListed(Record):
    """Another source that lists the event: `title` and `url` as it gives them. `event_id` leads to the same event."""

    source: Origin
    event_id: int
    title: str
    url: str | None


class Time(Record):
    """One time of an event. `key` identifies it within the event and never changes."""

    id: int = Field(examples=[7311])
    key: str = Field(examples=["20261130T010000Z"])
    public_uid: str = Field(
        description="Its id in every feed. It stays the same, no matter which sources list it.",
        examples=["3f1c1f5e-6a43-5d0c-9f43-0f4f0a3c7d52"],
    )
    starts_at: str = Field(
        description="With the local offset; a plain date if `all_day` or if the hour is unknown.",
        examples=["2026-11-29T20:00:00-05:00"],
    )
    ends_at: str | None = Field(
        description="Exclusive: for a day without an hour, the day after.", examples=["2026-11-29T22:30:00-05:00"]
    )
    local_date: str = Field(examples=["2026-11-29"])
    timezone: str = Field(description="IANA name.", examples=["America/New_York"])
    all_day: bool
    time_known: bool = Field(description="False: the source gives the day but not the hour.")
    status: EventStatus = Field(description="The status of this time, or of the whole event.")
    progress: TimeProgress = Field(
        description="By the clock: without a known end, `over` three hours after the start or at the end of the day."
    )
    cautions: list[Caution] = Field(description="What other sources say against it.")


class MoreDates(Record):
    """Further dates of a series. Canceled ones are listed apart."""

    count: int = Field(description="How many later days it has.", examples=[30])
    until: str | None = Field(description="The last of these days; null without any.", examples=["2027-01-03"])
    same_day: list[str] = Field(
        description="Later starts on the same day, with the local offset.", examples=[["2026-11-29T20:00:00-05:00"]]
    )
    every: list[int] = Field(
        description="The ISO weekdays (Monday is 1) on each of which it takes place until then; empty if it leaves one "
        "out. All seven: daily.",
        examples=[[6]],
    )


class EventFacts(Record):
    """What readers see of an event besides its times."""

    uid: str = Field(description="The source's own id for the event.", examples=["the-nutcracker-2026"])
    title: str = Field(examples=["The Nutcracker"])
    shown_title: str = Field(description="`title` without marks such as “CANCELED:”.", examples=["The Nutcracker"])
    url: str | None = Field(examples=["https://www.example.org/events/the-nutcracker"])
    organizer: str | None
    categories: list[str] = Field(description="As the source gives them.", examples=[["Ballet", "All-day"]])
    town_categories: list[str] = Field(
        description="Of the town's own list, by its rules; empty if it is only in “Other”.",
        examples=[["Theater and dance"]],
    )
    venue: Place | None
    price: Price | None
    sold_out: bool
    ticket_url: str | None
    image_url: str | None
    source: Origin
    unconfirmed_since: datetime | None = Field(
        description="When its source was last confirmed, if that is too long ago and no other source lists it."
    )
    featured: bool = Field(description="An editor put it first.")
    also_listed: list[AlsoListed] = Field(description="The other sources that list the event.")
    first_seen_at: datetime = Field(description="When Marquee first saw it.")
    updated_at: datetime = Field(description="When Marquee last saw a change in it.")


class EventTime(Time):
    """One time of an event. `title`, `url`, `venue`, and `description`: its own; null: the event's. `sold_out`: of this
    time, or of the whole event."""

    sold_out: bool
    title: str | None = Field(examples=[None])
    shown_title: str | None = Field(description="`title` without such marks; null: the event's.", examples=[None])
    url: str | None
    venue: Place | None
    description: str | None


class EventTexts(Record):
    """What the event says where one of its times says something else."""

    title: str = Field(examples=["The Nutcracker"])
    url: str | None
    venue: Place | None
    excerpt: str | None


class Occurrence(EventFacts, Time):
    """One time of an event together with the event. `id` is the occurrence's. `title`, `url`, `venue`, and `excerpt`
    are this time's own, or else the event's."""

    event_id: int = Field(examples=[812])
    event: EventTexts | None = Field(description="What the event says, if this time says something else.")
    excerpt: str | None = Field(description="The beginning of the description.")
    distance_km: float | None = Field(description="Distance from `near`.", examples=[1.2])
    more_dates: MoreDates | None = Field(
        description="The further dates of the series that this time stands for; null: none, or `dates=all`.",
        examples=[None],
    )
    rhythm: Rhythm = Field(
        description="`once`: on a few dates; `series`: again and again; `daily`: on most days, or for days without a "
        "break; `standing`: for months on end, such as opening hours."
    )


class Noted(Record):
    note: str | None = Field(
        description="Says that the filter names a category, source, or venue that doesn't exist; else null.",
        examples=[None],
    )


class OccurrencePage(Noted):
    occurrences: list[Occurrence]
    next: str | None = Field(description="The `cursor` of the next page; null on the last.", examples=[None])


class EventSummary(EventFacts):
    """An event with its next times in the requested range. It stands for its series."""

    id: int = Field(examples=[812])
    status: EventStatus
    excerpt: str | None
    distance_km: float | None
    occurrences: list[EventTime] = Field(description="The first five.")
    occurrence_count: int = Field(description="How many times it has in the range.", examples=[12])
    more_dates: MoreDates | None = Field(
        description="The later dates of the event and of the others in its series; null: none, or `dates=all`.",
        examples=[None],
    )


class EventPage(Noted):
    events: list[EventSummary]
    next: str | None = Field(description="The `cursor` of the next page; null on the last.", examples=[None])


class RunReference(Record):
    id: str
    started_at: datetime | None


class Withdrawal(Record):
    """When, by which run, and why an event was withdrawn."""

    at: datetime
    run: RunReference | None
    because: str | None = Field(
        description="`missing`: a good run no longer found it. `agreed`: complete runs on three days did not. "
        "`page_gone`: its own page is gone. `accepted`: an editor accepted the run. `left_out`: the source's rules "
        "leave it out. Null: not recorded.",
        examples=["agreed"],
    )
    text: str = Field(examples=["Complete crawls on three days no longer found it."])


class Evidence(Record):
    """Where the facts about an event come from."""

    source: Origin
    source_url: str = Field(description="The source's website.", examples=["https://www.example.org"])
    url: str | None = Field(description="The event's page.")
    first_seen_at: datetime
    last_seen_at: datetime | None = Field(description="The latest of the recent runs that found it.")
    missing_since: datetime | None = Field(description="When a complete run first no longer found it.")
    missed_by: list[RunReference] = Field(description="The complete runs that no longer found it, the earliest first.")
    withdrawal: Withdrawal | None
    updated_at: datetime
    field_sources: dict[str, Origin] = Field(
        description="By field, the source that it is from, if that isn't `source`.",
        examples=[{"ticket_url": {"name": "bay_tickets", "title": "Bay Tickets"}}],
    )
    edited: list[str] = Field(description="Fields that an editor corrected.", examples=[["title"]])
    witnesses: int = Field(description="How many sources list it. Those that copy each other count once.")
    read_from: dict[str, str] = Field(
        description="The text that each field was read from, by field.",
        examples=[{"starts_at": "Sun. Nov 29, 2026 8:00 PM"}],
    )


class SeriesTime(EventTime):
    """A time of another event of the series. `title`, `url`, and `venue`: only where they differ from this event's."""

    event_id: int = Field(examples=[813])


class WholeEvent(EventFacts):
    """An event with all its times. `withdrawn_at`: when it was found to be gone from its source."""

    id: int = Field(examples=[812])
    status: EventStatus
    description: str | None
    occurrences: list[EventTime]
    series: list[SeriesTime] = Field(description="The times of the other events of its series, in order.")
    withdrawn_at: datetime | None
    takes_tips: bool = Field(description="Anybody may say that something is wrong with it (`/tips`).")
    evidence: Evidence


class EventChange(Record):
    """A field before and after a change. `key`: the time that changed; null: the event itself."""

    at: datetime
    field: str = Field(examples=["title"])
    key: str | None
    old: JsonValue = Field(examples=["The Nutcraker"])
    new: JsonValue = Field(examples=["The Nutcracker"])
    run: RunReference | None = Field(description="The run that saw it.")


class History(Record):
    """Changes to an event, the latest first."""

    changes: list[EventChange]
    next: str | None


class Venue(Place):
    """A venue. `events`: how many events it has, including past ones."""

    events: int
    distance_km: float | None = Field(description="Distance from `near`.")
    location_credit: str | None = Field(
        description="Whose data the coordinates are, if a geocoder found them; only of a single venue."
    )


class VenuePage(Record):
    venues: list[Venue]
    next: str | None
