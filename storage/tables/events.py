"""Events, their times and places, and how they changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base

LOOKED_AT = ("local_date", "ends_at", "all_day", "time_known", "status", "withdrawn_at")
"""What searches look at, of thousands of occurrences: the indexes have it too, so that the table is not touched."""


class VenueRow(Base):
    """A place, once, however its sources spell it: the spellings are in `venue_aliases`."""

    __tablename__ = "venues"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    name: Mapped[str | None]
    address: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class VenueAlias(Base):
    """One spelling of a venue: name and address, case and white space folded, parted by `|`."""

    __tablename__ = "venue_aliases"

    alias: Mapped[str] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id", ondelete="CASCADE"))


class Event(Base):
    """An event of a source. `content_hash` covers what people see of it, its occurrences apart. `hidden_*`: an operator
    took it out of what people see, whatever crawls say. `changes_gone`: how many of its changes were too old to keep,
    which feeds go on counting. `*_run_id` are no foreign keys, here and of occurrences: they
    would be checked for each row against the one run that its writer holds (see `retention` for their other end)."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("source_id", "uid"), Index("ix_events_first_seen_at", "first_seen_at", "id"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    uid: Mapped[str]
    title: Mapped[str]
    url: Mapped[str | None]
    description: Mapped[str | None]
    status: Mapped[str]
    sold_out: Mapped[bool]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"), index=True)
    organizer: Mapped[str | None]
    price_text: Mapped[str | None]
    price_min_cents: Mapped[int | None]
    price_max_cents: Mapped[int | None]
    price_currency: Mapped[str | None]
    is_free: Mapped[bool | None]
    ticket_url: Mapped[str | None]
    image_url: Mapped[str | None]
    categories: Mapped[list[str]]
    sequence: Mapped[int | None]
    last_modified: Mapped[datetime | None]
    raw: Mapped[dict[str, Any]]
    content_hash: Mapped[bytes]
    first_seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    first_seen_run_id: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_run_id: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_run_id: Mapped[str | None]
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[str | None]
    hidden_reason: Mapped[str | None]
    changes_gone: Mapped[int] = mapped_column(server_default=text("0"))


class OccurrenceRow(Base):
    """One time of an event. `key` is its RECURRENCE-ID, else its start (`20261129T003000Z`, or `20261129` by day)."""

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        Index("ix_occurrences_starts_at", "starts_at", "id", postgresql_include=["event_id", *LOOKED_AT]),
        Index("ix_occurrences_event_id_starts_at", "event_id", "starts_at", "id", postgresql_include=[*LOOKED_AT]),
        Index(
            "ix_occurrences_long",
            "ends_at",
            postgresql_include=["id", "event_id", "starts_at", "all_day", "time_known", "status", "withdrawn_at"],
            postgresql_where=text("ends_at - starts_at > '1 day'::interval"),
        ),
        Index("ix_occurrences_status", "status", "event_id", postgresql_where=text("status <> 'scheduled'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("events.id", ondelete="CASCADE"))
    key: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    local_date: Mapped[date]
    timezone: Mapped[str]
    all_day: Mapped[bool]
    time_known: Mapped[bool]
    recurrence_id: Mapped[str | None]
    status: Mapped[str]
    first_seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    first_seen_run_id: Mapped[str | None]
    updated_run_id: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_run_id: Mapped[str | None]


class EventChange(Base):
    """A field of an event, or of one of its occurrences, before and after a run."""

    __tablename__ = "event_changes"
    __table_args__ = (Index("ix_event_changes_changed_at", "changed_at", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("events.id", ondelete="CASCADE"), index=True)
    occurrence_key: Mapped[str | None]
    field: Mapped[str]
    old: Mapped[Any] = mapped_column(JSONB, nullable=True)
    new: Mapped[Any] = mapped_column(JSONB, nullable=True)
    run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
