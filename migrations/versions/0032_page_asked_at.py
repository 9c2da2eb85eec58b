"""When the own page of a missing event was last asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event_absences", sa.Column("page_asked_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("event_absences", "page_asked_at")
