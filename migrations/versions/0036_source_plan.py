"""When each source of a large town is harvested next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_plan",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "due_at", name=op.f("pk_source_plan")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_source_plan_source_id"), ondelete="CASCADE"
        ),
    )
    op.create_index("ix_source_plan_due_at", "source_plan", ["due_at"])


def downgrade() -> None:
    """What is planned for today is lost; the next daily harvest plans again."""
    op.drop_table("source_plan")
