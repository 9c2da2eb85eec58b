"""One showing of an event can be sold out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("occurrences", sa.Column("sold_out", sa.Boolean))


def downgrade() -> None:
    op.drop_column("occurrences", "sold_out")
