"""The letter's subject and first paragraph in each language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letters", sa.Column("translations", JSONB(), server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    """Each letter has one subject and one first paragraph for all languages again."""
    op.drop_column("letters", "translations")
