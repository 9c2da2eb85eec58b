"""A source's rules, and how many events they left out of a run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("rules", postgresql.JSONB(), server_default="{}", nullable=False))
    op.add_column("runs", sa.Column("left_out", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("runs", "left_out")
    op.drop_column("sources", "rules")
