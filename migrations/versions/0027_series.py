"""Series: what a list shows once, and what people decided about it.

The task that compares events after each run gives known entries their keys, too.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

SERIES_ID = """
    CASE WHEN series_key < 0 THEN series_key
         ELSE hashint8extended(coalesce(venue_id, -source_id), series_key) & 9223372036854775807 END"""


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("each_date", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_because", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_table(
        "series_events",
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("series_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_series_events_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_events_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_series_events")),
    )
    op.create_index("ix_series_events_series_id", "series_events", ["series_id"])
    op.create_table(
        "series_titles",
        sa.Column("rules_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("series_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_titles_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rules_id", name=op.f("pk_series_titles")),
    )
    op.create_index("ix_series_titles_series_id", "series_titles", ["series_id"])
    op.add_column("event_search", sa.Column("series_key", sa.BigInteger()))
    op.add_column("event_search", sa.Column("each_date", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("event_search", sa.Column("series_id", sa.BigInteger(), sa.Computed(SERIES_ID, persisted=True)))
    op.create_index(
        "ix_event_search_series_id", "event_search", ["series_id"], postgresql_where=sa.text("series_id IS NOT NULL")
    )
    op.create_index(
        "ix_event_search_without_key", "event_search", ["entry_id"], postgresql_where=sa.text("series_key IS NULL")
    )


def downgrade() -> None:
    """People's decisions about series are lost."""
    for name in ("series_id", "each_date", "series_key"):
        op.drop_column("event_search", name)
    for table in ("series_titles", "series_events", "series"):
        op.drop_table(table)
