"""Crawls, what they saw, and the tasks that ask for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


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


class RunSighting(Base):
    """What one batch of a run saw: a row per batch, so that an unchanged event is seen without being written."""

    __tablename__ = "run_sightings"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    new: Mapped[list[int]]
    changed: Mapped[list[int]]
    unchanged: Mapped[list[int]]
    occurrences: Mapped[list[int]]


class DeliveryRow(Base):
    """A task that was delivered and has not ended: its worker has it, or died with it, or it is parked."""

    __tablename__ = "deliveries"

    task_id: Mapped[str] = mapped_column(primary_key=True)
    task: Mapped[str]
    kwargs: Mapped[dict[str, Any]]
    attempts: Mapped[int]
    history: Mapped[list[dict[str, Any]]]
    parked_at: Mapped[datetime | None]
