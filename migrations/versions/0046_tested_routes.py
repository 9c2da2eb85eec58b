"""Keeps when a route of alerts was last tried."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alert_routes", sa.Column("tested_at", sa.TIMESTAMP(timezone=True)))


def downgrade() -> None:
    op.drop_column("alert_routes", "tested_at")
