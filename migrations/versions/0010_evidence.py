"""Drops the foreign keys from events and occurrences to runs; their writers, and the deletion of runs, check instead.

The six references were checked for each stored row, against the one run that its writer has locked: a tenth of the time
of storing. And each deletion of a run read both tables completely, though only unreferenced runs are deleted.
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REFERENCES = [
    (table, column)
    for table in ("events", "occurrences")
    for column in ("first_seen_run_id", "updated_run_id", "withdrawn_run_id")
]


def upgrade() -> None:
    for table, column in REFERENCES:
        op.drop_constraint(f"fk_{table}_{column}", table, type_="foreignkey")


def downgrade() -> None:
    for table, column in REFERENCES:
        op.create_foreign_key(f"fk_{table}_{column}", table, "runs", [column], ["id"], ondelete="SET NULL")
