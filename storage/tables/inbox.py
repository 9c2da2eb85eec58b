"""What editors put aside in the inbox."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

inbox_dismissals = Table(
    "inbox_dismissals",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    required("by", Text),
    required("at", TIMESTAMPTZ, server_default=NOW),
)
"""kind, subject   a `storage.inbox.waiting.Dismissible`, and the run's id, the alert's id, or the conflict's mark."""
