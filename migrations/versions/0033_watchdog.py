"""Heartbeats of Marquee's parts, and messages about Marquee itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    op.alter_column("alert_messages", "source_id", nullable=True)


def downgrade() -> None:
    """Messages about Marquee itself are lost."""
    op.execute("DELETE FROM alert_messages WHERE source_id IS NULL")
    op.alter_column("alert_messages", "source_id", nullable=False)
    op.drop_table("heartbeats")
