"""The tables. Times are `timestamptz`; the IANA zone stands beside those that people read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        str: Text,
        int: Integer,
        float: Double,
        bool: Boolean,
        bytes: LargeBinary,
        datetime: DateTime(timezone=True),
        date: Date,
        list[str]: ARRAY(Text),
        list[int]: ARRAY(BigInteger),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
    }


class Source(Base):
    """A place that publishes events. `floor`: fewer events than this in a run are suspicious."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    spider: Mapped[str]
    base_url: Mapped[str]
    timezone: Mapped[str]
    floor: Mapped[int] = mapped_column(server_default=text("0"))
    settings: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Run(Base):
    """One crawl of one source; its id is the Celery task's and scrapyd's. `token` fences a stale holder's writes."""

    __tablename__ = "runs"
    __table_args__ = (
        Index("ix_runs_source_id_started_at", "source_id", "started_at"),
        Index("uq_runs_source_running", "source_id", unique=True, postgresql_where=text("status = 'running'")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    spider: Mapped[str]
    launched_by: Mapped[str]
    attempt: Mapped[int] = mapped_column(server_default=text("1"))
    status: Mapped[str]
    reason: Mapped[str | None]
    token: Mapped[int] = mapped_column(BigInteger)
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    seen: Mapped[int] = mapped_column(server_default=text("0"))
    new: Mapped[int] = mapped_column(server_default=text("0"))
    changed: Mapped[int] = mapped_column(server_default=text("0"))
    unchanged: Mapped[int] = mapped_column(server_default=text("0"))
    withdrawn: Mapped[int] = mapped_column(server_default=text("0"))
    rejected: Mapped[int] = mapped_column(server_default=text("0"))
    feeds: Mapped[int] = mapped_column(server_default=text("0"))
    pages: Mapped[int] = mapped_column(server_default=text("0"))
    error_count: Mapped[int] = mapped_column(server_default=text("0"))
    errors: Mapped[list[dict[str, Any]]] = mapped_column(server_default=text("'[]'"))


class SourceFeed(Base):
    """A feed that a source publishes; `covers_*` bound the local days it tells of."""

    __tablename__ = "source_feeds"
    __table_args__ = (UniqueConstraint("source_id", "url"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    url: Mapped[str]
    kind: Mapped[str]
    label: Mapped[str]
    covers_from: Mapped[date | None]
    covers_until: Mapped[date | None]
    first_seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    first_seen_run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    last_seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


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
    """An event of a source. `content_hash` covers what people see of it, its occurrences apart."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("source_id", "uid"),)

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
    first_seen_run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))


class OccurrenceRow(Base):
    """One time of an event. `key` is its RECURRENCE-ID, else its start (`20261129T003000Z`, or `20261129` by day)."""

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        Index("ix_occurrences_starts_at", "starts_at", postgresql_where=text("withdrawn_at IS NULL")),
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
    first_seen_run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    updated_run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))


class RunSighting(Base):
    """What one batch of a run saw: a row per batch, so that an unchanged event is seen without being written."""

    __tablename__ = "run_sightings"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    new: Mapped[list[int]]
    changed: Mapped[list[int]]
    unchanged: Mapped[list[int]]
    occurrences: Mapped[list[int]]


class RememberedAnswer(Base):
    """What an address answered last, so that the same answer need not be read again.

    conditions  hash of what a reading depends on besides the answer: the readers' code, the window's end, the zone.
    whole       all that it tells stands in the database, and nothing of it was doubtful: this can stand for a 304.
    """

    __tablename__ = "remembered_answers"
    __table_args__ = (UniqueConstraint("source_id", "url"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    url: Mapped[str]
    answered_by: Mapped[str]
    etag: Mapped[str | None]
    modified: Mapped[str | None]
    body_hash: Mapped[bytes]
    conditions: Mapped[bytes]
    whole: Mapped[bool] = mapped_column(server_default=text("false"))


class RememberedGroup(Base):
    """What a part of an answer, known by its hash, made of the database.

    events, occurrences   ids of the rows that say what it says; both empty where it tells of nothing in the window.
    state                 hash of these rows as they then were. Rows that differ now are to be read again; so is what
                          never agreed with them (NULL: another answer says otherwise), with all that tells of it.
    """

    __tablename__ = "remembered_groups"
    __table_args__ = (
        Index("ix_remembered_groups_events", "events", postgresql_using="gin"),
        Index("ix_remembered_groups_doubtful", "answer_id", postgresql_where=text("state IS NULL")),
    )

    answer_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("remembered_answers.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    events: Mapped[list[int]]
    occurrences: Mapped[list[int]]
    state: Mapped[int | None] = mapped_column(BigInteger)


class EventChange(Base):
    """A field of an event, or of one of its occurrences, before and after a run."""

    __tablename__ = "event_changes"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("events.id", ondelete="CASCADE"), index=True)
    occurrence_key: Mapped[str | None]
    field: Mapped[str]
    old: Mapped[Any] = mapped_column(JSONB, nullable=True)
    new: Mapped[Any] = mapped_column(JSONB, nullable=True)
    run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class DeliveryRow(Base):
    """A task that was delivered and has not ended: its worker has it, or died with it, or it is parked."""

    __tablename__ = "deliveries"

    task_id: Mapped[str] = mapped_column(primary_key=True)
    task: Mapped[str]
    kwargs: Mapped[dict[str, Any]]
    attempts: Mapped[int]
    history: Mapped[list[dict[str, Any]]]
    parked_at: Mapped[datetime | None]
