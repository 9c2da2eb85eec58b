"""The answer of the front page's route."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.api.calendar.schemas import Occurrence, Record


class FrontSection(Record):
    """`total`: how many there are, of which the best are here, in order of time; null: too many to count. `complete`:
    the others are in other parts."""

    total: int | None
    complete: bool
    occurrences: list[Occurrence]


class Front(Record):
    """What the front page shows, first what happens only then. No event is in two of its parts."""

    day: date = Field(description="Today in the calendar's zone.")
    timezone: str
    lead: list[Occurrence] = Field(description="For big pictures: what editors feature, today, and this weekend.")
    today: FrontSection
    weekend: FrontSection
    daily: list[Occurrence] = Field(description="Exhibitions and what is on most days, each once.")
    running: list[Occurrence] = Field(description="What began on an earlier day and is still going on.")
