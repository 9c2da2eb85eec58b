"""Tasks that people sent or canceled, and when, how often, and where tasks run."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

task_orders = Table(
    "task_orders",
    metadata,
    Column("task_id", Text, primary_key=True),
    required("task", Text),
    required("kwargs", JSONB),
    required("ordered_at", TIMESTAMPTZ, server_default=NOW),
    required("ordered_by", Text),
)
"""A task that somebody sent over HTTP. Celery cannot distinguish a waiting task from an id that never existed."""

cancellations = Table(
    "cancellations",
    metadata,
    Column("task_id", Text, primary_key=True),
    required("cancelled_at", TIMESTAMPTZ, server_default=NOW),
    required("cancelled_by", Text),
)
"""A task to cancel. It may not have started yet, and nobody needs to know which worker has it."""

schedules = Table(
    "schedules",
    metadata,
    Column("name", Text, primary_key=True),
    required("task", Text),
    required("cron", Text),
    required("kwargs", JSONB),
    required("enabled", Boolean, server_default=text("true")),
    required("updated_at", TIMESTAMPTZ, server_default=NOW),
    required("updated_by", Text),
)
"""When a task runs, if that differs from the application's own schedule. `cron`: five fields, local time."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("task_id", Text, primary_key=True),
    required("task", Text),
    required("kwargs", JSONB),
    required("attempts", Integer),
    required("history", JSONB),
    Column("parked_at", TIMESTAMPTZ),
)
"""A delivered task that has not ended: a worker runs it, died while running it, or it is parked."""

scrapyd_jobs = Table(
    "scrapyd_jobs",
    metadata,
    Column("run_id", Text, primary_key=True),
    required("node", Text),
    required("project", Text),
    required("spider", Text),
    required("scheduled_at", TIMESTAMPTZ, server_default=NOW),
)
"""A crawl and the scrapyd node that has it, or had it last. Written before the node is asked, so that no crawl is lost:
the run's own row exists only after the crawl starts. `node`: its address as in SCRAPYD_URL, without credentials."""

source_plan = Table(
    "source_plan",
    metadata,
    Column("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("due_at", TIMESTAMPTZ, primary_key=True),
    required("host", Text),
    Index("ix_source_plan_due_at", "due_at"),
)
"""When the sources of a large town are harvested today; a row is deleted when its task is sent. `host`: of the source's
address."""
