"""Invitations by mail, and sessions that their owner can recognize."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TIMESTAMPTZ = sa.DateTime(timezone=True)
NOW = sa.text("now()")


def upgrade() -> None:
    op.add_column("accounts", sa.Column("email", sa.Text()))
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("created_at", TIMESTAMPTZ, server_default=NOW, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", TIMESTAMPTZ, nullable=False),
        sa.CheckConstraint("scope IN ('read', 'edit', 'admin')", name=op.f("ck_invitations_scope")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitations_digest")),
        sa.UniqueConstraint("email", name=op.f("uq_invitations_email")),
    )
    op.add_column("sessions", sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False))
    op.add_column("sessions", sa.Column("seen_at", TIMESTAMPTZ, server_default=NOW, nullable=False))
    op.add_column("sessions", sa.Column("device", sa.Text()))
    op.add_column("sessions", sa.Column("address", sa.Text()))
    op.create_unique_constraint(op.f("uq_sessions_id"), "sessions", ["id"])


def downgrade() -> None:
    """Open invitations are lost."""
    op.drop_constraint(op.f("uq_sessions_id"), "sessions", type_="unique")
    for column in ("address", "device", "seen_at", "id"):
        op.drop_column("sessions", column)
    op.drop_table("invitations")
    op.drop_column("accounts", "email")
