"""What events and occurrences name of runs is checked by those who write it and those who delete runs.

The six references were checked for each row stored, against the one run that the writer holds: a tenth of storing. And
each run that was deleted had both tables read for them, whole, though only runs that nothing names are deleted.
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
