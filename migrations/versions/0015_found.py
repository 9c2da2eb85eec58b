"""The evidence for how a source publishes, kept with a source that discovery added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("found", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("sources", "found")
