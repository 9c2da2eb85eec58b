"""Captures: the answers that events were read from, and which event was read from which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "captures",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("source_id", sa.Integer, sa.ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("parent_id", sa.Uuid),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("content_type", sa.Text, nullable=False),
        sa.Column("encoding", sa.Text),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("fetched_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
    )
    op.create_index("ix_captures_source_id_request_seen_at", "captures", ["source_id", "request", "seen_at"])
    op.create_index("ix_captures_hash", "captures", ["hash"])
    op.create_index("ix_captures_parent_id", "captures", ["parent_id"])
    op.create_table(
        "event_captures",
        sa.Column(
            "event_id",
            sa.BigInteger,
            sa.ForeignKey("events.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("capture_id", sa.Uuid, nullable=False),
    )
    op.create_index("ix_event_captures_capture_id", "event_captures", ["capture_id"])


def downgrade() -> None:
    op.drop_table("event_captures")
    op.drop_table("captures")
