"""The states that each source has been in."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Index, Integer, Table, Text

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

source_states = Table(
    "source_states",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE")),
    required("state", Text),
    Column("reason", Text),
    Column("run_id", Text, ForeignKey("runs.id", ondelete="SET NULL"), index=True),
    required("since", TIMESTAMPTZ, server_default=NOW),
    Index("ix_source_states_source_id_id", "source_id", "id"),
)
"""A row for each change of a source's state, a `storage.health.judge.SourceState`; the last one holds. `reason` and
`run_id` are those of the run that changed it."""
