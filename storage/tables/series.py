"""What people decided about series."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Identity, Table, Text, text

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

series = Table(
    "series",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("each_date", Boolean, server_default=text("false")),
    required("decided_by", Text),
    required("decided_at", TIMESTAMPTZ, server_default=NOW),
    Column("decided_because", Text),
)
"""Events that are one series because a person said so. A series of one event keeps that event out of all others.

each_date   a list shows every date of these events.
"""

series_events = Table(
    "series_events",
    metadata,
    Column("event_id", BigInteger, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("series_id", BigInteger, ForeignKey("series.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""The events that the person named, and those that share a group with them."""

series_titles = Table(
    "series_titles",
    metadata,
    Column("rules_id", BigInteger, primary_key=True, autoincrement=False),
    Column("series_id", BigInteger, ForeignKey("series.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""Which events belong to it that nobody named: those that would have this `event_search.series_id` by the rules."""
