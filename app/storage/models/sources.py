"""The places that publish events, and their feeds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.models.base import Base


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
