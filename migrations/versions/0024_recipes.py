"""A source's recipe, and the one that a run offers instead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("recipe", postgresql.JSONB(), nullable=True))
    op.add_column("sources", sa.Column("recipe_offer", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("sources", "recipe_offer")
    op.drop_column("sources", "recipe")
