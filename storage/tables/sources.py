"""The places that publish events, and their feeds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Identity, Interval, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


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


class SourceFeed(Base):
    """A feed that a source publishes; `covers_*` bound the local days it tells of.

    poll_interval   how often it need be asked, as learned (storage/feed_cache/poll_rate.py); schedules leave it out
                    until `next_poll_at`. Both null: it was never read.
    polled_at, polled_run_id   when, and by which run, an answer of it was last stored or found unchanged.
    changed_at, unchanged_polls   when its answer last was another, and how often it has been the same since.
    """

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
    poll_interval: Mapped[timedelta | None] = mapped_column(Interval)
    next_poll_at: Mapped[datetime | None]
    polled_at: Mapped[datetime | None]
    polled_run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime | None]
    unchanged_polls: Mapped[int] = mapped_column(server_default=text("0"))
