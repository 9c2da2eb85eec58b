"""What decided a run, since when events are missing, and the identity that feeds keep when a source changes its own.

Runs of older versions that ended ok count as complete.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
COLUMNS = {
    "events": [("public_uid", sa.Text()), ("withdrawn_because", sa.Text()), ("last_seen_at", MOMENT)],
    "occurrences": [("public_key", sa.Text())],
    "runs": [
        ("as_of", MOMENT),
        ("covered_from", MOMENT),
        ("covered_until", MOMENT),
        ("decision", postgresql.JSONB()),
    ],
}
FLAGS = ("complete", "new_usual")
NAMES = [
    ("ix_events_source_id_public_uid", "events", "source_id", "public_uid"),
    ("ix_occurrences_event_id_public_key", "occurrences", "event_id", "public_key"),
]


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind, nullable=True))
    for name in FLAGS:
        op.add_column("runs", sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.execute("UPDATE runs SET complete = true WHERE status = 'ok'")
    for name, table, owner, column in NAMES:
        op.create_index(name, table, [owner, column], postgresql_where=sa.text(f"{column} IS NOT NULL"))
    op.create_table(
        "event_absences",
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("run_ids", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_absences_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_absences")),
    )


def downgrade() -> None:
    """What was carried over stays where it is, and goes out under the names that its source gives it now."""
    op.drop_table("event_absences")
    for name, table, *_ in NAMES:
        op.drop_index(name, table_name=table)
    for name in FLAGS:
        op.drop_column("runs", name)
    for table, columns in COLUMNS.items():
        for name, _ in columns:
            op.drop_column(table, name)
