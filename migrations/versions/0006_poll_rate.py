"""How often to fetch a feed, as learned from how often it changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LEARNED = ("poll_interval", "next_poll_at", "polled_at", "polled_run_id", "changed_at", "unchanged_polls")


def upgrade() -> None:
    op.add_column("source_feeds", sa.Column("poll_interval", sa.Interval(), nullable=True))
    for name in ("next_poll_at", "polled_at", "changed_at"):
        op.add_column("source_feeds", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("source_feeds", sa.Column("polled_run_id", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_source_feeds_polled_run_id"),
        "source_feeds",
        "runs",
        ["polled_run_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.add_column(
        "source_feeds", sa.Column("unchanged_polls", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )


def downgrade() -> None:
    for name in LEARNED:
        op.drop_column("source_feeds", name)
