"""What people corrected about events."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

event_edits = Table(
    "event_edits",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("event_id", BigInteger, ForeignKey("events.id", ondelete="CASCADE")),
    Column("occurrence_key", Text),
    required("field", Text),
    required("value", JSONB),
    required("made_at", TIMESTAMPTZ, server_default=NOW),
    required("made_by", Text),
    Column("made_because", Text),
    Column("withdrawn_at", TIMESTAMPTZ),
    Column("withdrawn_by", Text),
    Column("withdrawn_because", Text),
    required("said", JSONB, server_default=text("'{}'")),
    Column("says", JSONB),
    Column("says_by", BigInteger),
    Column("asked_at", TIMESTAMPTZ),
    Column("kept_at", TIMESTAMPTZ),
    Column("kept_by", Text),
    Index("ix_event_edits_event_id", "event_id"),
    Index("ix_event_edits_asked_at", "asked_at", "id", postgresql_where=text("asked_at IS NOT NULL")),
)
"""A field that a person corrected, of an event or of one of its occurrences.

event_id        what people saw then. What stands for it later shows the edit, too.
field           a name of `storage.edits.fields.FIELDS`; `value`: its columns.
withdrawn_*     who undid or replaced it, when, and why.
said            by event, what each source said when it was first overruled, or when somebody kept the edit. `first`:
                what the first of them said.
says, says_by, asked_at   what the source of that event says now, if it changed, and since when: a question for people.
kept_*          who last answered the question by keeping the edit, and when.
"""
