"""The answers that events were read from. Their bodies are files, see `storage.captures.bodies`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, Uuid

from storage.tables.base import TIMESTAMPTZ, metadata, required

captures = Table(
    "captures",
    metadata,
    Column("id", Uuid, primary_key=True),
    required("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE")),
    required("request", Text),
    required("hash", Text),
    Column("parent_id", Uuid),
    required("run_id", Text),
    required("url", Text),
    required("content_type", Text),
    Column("encoding", Text),
    required("size", Integer),
    required("fetched_at", TIMESTAMPTZ),
    required("seen_at", TIMESTAMPTZ),
    Index("ix_captures_source_id_request_seen_at", "source_id", "request", "seen_at"),
    Index("ix_captures_hash", "hash"),
    Index("ix_captures_parent_id", "parent_id"),
)
"""An answer of a source. The same answer to the same request is one row.

id          of source, request, and hash: `storage.captures.records.capture_id`.
request     fingerprint of the request, by which a replay finds the answer.
hash        SHA-256 of the body in hexadecimal, which names its file.
parent_id   the answer that led to this request; it may be gone.
run_id      the run that fetched it first; without a foreign key, as events refer to runs.
url         the address that answered, without keys and tokens.
content_type, encoding   as the Content-Type header declares them. No other header is kept.
size        of the body in bytes, not compressed.
fetched_at  when it was first answered. `seen_at`: the last time, also if the source only said that it is
            unchanged (304).
"""

event_captures = Table(
    "event_captures",
    metadata,
    Column("event_id", BigInteger, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    required("capture_id", Uuid),
    Index("ix_event_captures_capture_id", "capture_id"),
)
"""The answer that an event was last read from; it may be gone."""
