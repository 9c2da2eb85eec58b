"""Stores how many of an occurrence's keys are words, so that few occurrences are read to be compared.

An occurrence that is in the table has 0 until it is compared again: until then, one common word is enough.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("match_keys", sa.Column("words", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    op.drop_column("match_keys", "words")
