"""Since when two events are joined or suggested as one, for the history of an event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "event_links",
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.execute("UPDATE event_links SET since = least(judged_at, decided_at)")


def downgrade() -> None:
    op.drop_column("event_links", "since")
