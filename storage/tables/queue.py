"""What the public hands in, and what waits for an editor."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

queue = Table(
    "queue",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("kind", Text),
    Column("event_id", BigInteger, ForeignKey("events.id", ondelete="CASCADE")),
    required("given", JSONB),
    Column("contact", Text),
    required("at", TIMESTAMPTZ, server_default=NOW),
    required("state", Text, server_default=text("'open'")),
    Column("decided_at", TIMESTAMPTZ),
    Column("decided_by", Text),
    Column("decided_because", Text),
    Index("ix_queue_state", "state", "id"),
    Index("ix_queue_event_id", "event_id", postgresql_where=text("event_id IS NOT NULL")),
)
"""Something that an editor accepts or declines.

kind       a `storage.queue.entries.QueueKind`: an event that somebody submitted, a tip about one, or an event of a
           source whose events wait for approval.
event_id   what it is about, or what was made of a submission.
given      the fields of a submission; the `text` of a tip; of an event that waits, nothing.
contact    how to reach the person, if they said.
state      `open`, `accepted`, or `declined`; `decided_*`: who decided, when, and why.
"""
