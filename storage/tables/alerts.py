"""Who is alerted, what happened, and what still has to be sent."""

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
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

alert_routes = Table(
    "alert_routes",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    required("person", Text),
    required("channel", Text),
    required("target", Text),
    Column("secret", Text),
    Column("sources", ARRAY(Integer)),
    required("severity", Integer),
    required("digest", Boolean, server_default=text("false")),
    Column("quiet_from", Time),
    Column("quiet_until", Time),
    required("language", Text, server_default=text("'en'")),
    required("created_at", TIMESTAMPTZ, server_default=NOW),
    required("created_by", Text),
    Column("tested_at", TIMESTAMPTZ),
)
"""Where a person's alerts go: a `storage.alerts.routes.Route`. `target` and `secret` are confidential."""

alert_messages = Table(
    "alert_messages",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE")),
    required("kind", Text),
    required("severity", Integer),
    required("state", Text),
    Column("reason", Text),
    Column("run_id", Text),
    required("at", TIMESTAMPTZ, server_default=NOW),
    Index("ix_alert_messages_source_id_id", "source_id", "id"),
)
"""The inbox. `source_id`: null if it is about Marquee itself, and `state` is then a `storage.alerts.matters.Matter`.
`kind`: `trouble`, or `over` when the source is healthy again. `severity` of an `over`: the trouble's."""

alert_deliveries = Table(
    "alert_deliveries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("message_id", BigInteger, ForeignKey("alert_messages.id", ondelete="CASCADE")),
    required("route_id", Integer, ForeignKey("alert_routes.id", ondelete="CASCADE")),
    required("due_at", TIMESTAMPTZ),
    required("attempts", Integer, server_default=text("0")),
    Column("sent_at", TIMESTAMPTZ),
    Column("error", Text),
    UniqueConstraint("message_id", "route_id"),
    Index("ix_alert_deliveries_unsent", "route_id", "due_at", postgresql_where=text("sent_at IS NULL")),
)
"""A message that a route must get, written in the transaction of the message. `error`: of the last try."""

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("name", Text, primary_key=True),
    required("at", TIMESTAMPTZ, server_default=NOW),
)
"""When a part of Marquee last did its work: a `storage.alerts.heartbeats.Part`."""
