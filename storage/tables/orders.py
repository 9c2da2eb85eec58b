"""What people ordered: tasks, their cancellation, and when tasks run."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class TaskOrder(Base):
    """A task that somebody sent over HTTP: without it an id that waits looks to Celery like one that never was."""

    __tablename__ = "task_orders"

    task_id: Mapped[str] = mapped_column(primary_key=True)
    task: Mapped[str]
    kwargs: Mapped[dict[str, Any]]
    ordered_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    ordered_by: Mapped[str]


class Cancellation(Base):
    """A task that is to end, wherever it is: it need not have begun, and nobody need know who runs it."""

    __tablename__ = "cancellations"

    task_id: Mapped[str] = mapped_column(primary_key=True)
    cancelled_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    cancelled_by: Mapped[str]


class ScheduleRow(Base):
    """When a task runs, where that differs from the application's own schedule. `cron`: five fields, local time."""

    __tablename__ = "schedules"

    name: Mapped[str] = mapped_column(primary_key=True)
    task: Mapped[str]
    cron: Mapped[str]
    kwargs: Mapped[dict[str, Any]]
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_by: Mapped[str]
