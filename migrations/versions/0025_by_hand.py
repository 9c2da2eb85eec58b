"""Events that editors put first, and what the public hands in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _view(*more: str) -> str:
    edits = context.script.get_revision("0022").module
    columns = ", ".join([*edits.view(edits.EVENT, edits.EVENT_PLAIN), edits.CATEGORIES, *more])
    return f"CREATE OR REPLACE VIEW source_events AS SELECT {columns} FROM events"


def upgrade() -> None:
    op.add_column("events", sa.Column("featured", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.execute(_view("coalesce(cast(said ->> 'featured' AS boolean), featured) AS featured"))
    op.create_table(
        "queue",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event_id", sa.BigInteger()),
        sa.Column("given", postgresql.JSONB(), nullable=False),
        sa.Column("contact", sa.Text()),
        sa.Column("at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_because", sa.Text()),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_queue_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue")),
    )
    op.create_index("ix_queue_state", "queue", ["state", "id"])
    op.create_index("ix_queue_event_id", "queue", ["event_id"], postgresql_where=sa.text("event_id IS NOT NULL"))


def downgrade() -> None:
    """What the public handed in is lost."""
    op.drop_table("queue")
    op.execute("DROP VIEW source_events")
    op.execute(_view())
    op.execute("UPDATE events SET edited = nullif(edited - 'featured', '{}'), said = nullif(said - 'featured', '{}')")
    op.execute("DELETE FROM event_edits WHERE field = 'featured'")
    op.drop_column("events", "featured")
