"""Sightings are stored uncompressed: compressing a run's numbers takes longer than the rest of writing them."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _store("EXTERNAL")


def downgrade() -> None:
    _store("EXTENDED")


def _store(how: str) -> None:
    columns = ("new", "changed", "unchanged", "occurrences")
    op.execute("ALTER TABLE run_sightings " + ", ".join(f"ALTER {column} SET STORAGE {how}" for column in columns))
