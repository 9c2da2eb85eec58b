"""Finds the events that say that people can attend online."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Marks the events whose source said so before Marquee kept the mark; a crawl sets it for the others."""
    op.execute("""
        UPDATE events SET raw = raw || jsonb_build_object('online', coalesce(raw ->> 'eventAttendanceMode', 'virtual'))
         WHERE raw ->> 'eventAttendanceMode' ~ '(Online|Mixed)EventAttendanceMode'
            OR raw ->> 'experience' IN ('virtual', 'hybrid')""")
    op.create_index("ix_events_online", "events", ["id"], postgresql_where=sa.text("raw ? 'online'"))


def downgrade() -> None:
    op.drop_index("ix_events_online", "events")
