"""How many changes of an event were deleted: a feed's SEQUENCE counts them and must not fall (RFC 5545, 3.8.7.4)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("changes_gone", sa.Integer, server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    op.drop_column("events", "changes_gone")
