"""When a source's events were last confirmed by a good run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("confirmed_at", sa.DateTime(timezone=True)))
    op.execute("""
        UPDATE sources s SET confirmed_at = (
            SELECT max(r.finished_at) FROM runs r
             WHERE r.source_id = s.id AND r.status = 'ok' AND r.launched_by <> 'replay')
    """)


def downgrade() -> None:
    op.drop_column("sources", "confirmed_at")
