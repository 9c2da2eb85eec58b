"""The answer that explains an event: what each field was read from."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from app.api.calendar.schemas import Record


class Words(Record):
    """The source's own words, and what is next to them."""

    place: str = Field(examples=["SUMMARY, line 12"])
    before: str
    words: str
    after: str


class FieldOrigin(Record):
    """What a field was read from. `because`: why there are no words."""

    field: str = Field(examples=["title"])
    value: str
    source: str
    run_id: str | None
    fetched_at: datetime | None
    address: str | None
    quote: Words | None
    because: str | None


class Why(Record):
    """What an event's fields were read from."""

    fields: list[FieldOrigin]
