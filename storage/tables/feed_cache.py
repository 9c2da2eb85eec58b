"""The last response of each address."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import metadata, required

remembered_answers = Table(
    "remembered_answers",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE")),
    required("url", Text),
    required("answered_by", Text),
    Column("etag", Text),
    Column("modified", Text),
    required("body_hash", LargeBinary),
    required("conditions", LargeBinary),
    required("whole", Boolean, server_default=text("false")),
    UniqueConstraint("source_id", "url"),
)
"""The last response of an address, so that the same response is not parsed again.

conditions  hash of what the result depends on besides the response: the reader's version, the window's end, the zone.
whole       everything in the response is in the database, and nothing in it was doubtful: it can replace a 304.
"""

remembered_groups = Table(
    "remembered_groups",
    metadata,
    Column("answer_id", BigInteger, ForeignKey("remembered_answers.id", ondelete="CASCADE"), primary_key=True),
    Column("digest", LargeBinary, primary_key=True),
    required("events", ARRAY(BigInteger)),
    required("occurrences", ARRAY(BigInteger)),
    Column("state", BigInteger),
    Index("ix_remembered_groups_events", "events", postgresql_using="gin"),
    Index("ix_remembered_groups_doubtful", "answer_id", postgresql_where=text("state IS NULL")),
)
"""The rows that a part of a response (known by its hash) led to.

events, occurrences   ids of the rows that it describes; both empty if it has nothing in the window.
state                 hash of these rows at that time. If they differ now, the part is parsed again. So is one that
                      never matched them (NULL: another response contradicts it), with every part about the same
                      events.
"""
