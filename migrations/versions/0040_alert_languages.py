"""Gives each route of alerts a language, and says in each message about Marquee itself what it is about, also when that
is over."""

from __future__ import annotations

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE alert_routes ADD COLUMN language text NOT NULL DEFAULT 'en'")
    op.execute("UPDATE alert_messages SET state = 'stopped' WHERE source_id IS NULL")


def downgrade() -> None:
    op.execute("DELETE FROM alert_messages WHERE source_id IS NULL AND state <> 'stopped'")
    op.execute("UPDATE alert_messages SET state = 'healthy' WHERE source_id IS NULL AND kind = 'over'")
    op.execute("ALTER TABLE alert_routes DROP COLUMN language")
