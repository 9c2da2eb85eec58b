"""The weekly letter: issues, editions, subscribers, deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TIMESTAMPTZ = sa.DateTime(timezone=True)
NOW = sa.text("now()")


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'draft'"), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("intro", sa.Text()),
        sa.Column("event_ids", sa.ARRAY(sa.BigInteger())),
        sa.Column("automatic", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", TIMESTAMPTZ, server_default=NOW, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("started_at", TIMESTAMPTZ),
        sa.Column("sent_at", TIMESTAMPTZ),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("retry_at", TIMESTAMPTZ),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index(
        "uq_letters_automatic_first_day", "letters", ["first_day"], unique=True, postgresql_where=sa.text("automatic")
    )
    op.create_table(
        "letter_editions",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("letter_id", "language", name=op.f("pk_letter_editions")),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_letter_editions_letter_id"), ondelete="CASCADE"
        ),
    )
    _people()


def _people() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'pending'"), nullable=False),
        sa.Column("created_at", TIMESTAMPTZ, server_default=NOW, nullable=False),
        sa.Column("confirmed_at", TIMESTAMPTZ),
        sa.Column("confirm_digest", sa.LargeBinary()),
        sa.Column("confirm_due_at", TIMESTAMPTZ),
        sa.Column("confirm_asked_at", TIMESTAMPTZ),
        sa.Column("confirm_tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("dead_at", TIMESTAMPTZ),
        sa.Column("dead_because", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscribers")),
        sa.UniqueConstraint("confirm_digest", name=op.f("uq_subscribers_confirm_digest")),
    )
    op.create_index("uq_subscribers_address", "subscribers", [sa.text("lower(address)")], unique=True)
    op.create_index(
        "ix_subscribers_confirm_due_at",
        "subscribers",
        ["confirm_due_at"],
        postgresql_where=sa.text("confirm_due_at IS NOT NULL"),
    )
    op.create_table(
        "letter_deliveries",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.BigInteger()),
        sa.Column("state", sa.Text(), server_default=sa.text("'due'"), nullable=False),
        sa.Column("due_at", TIMESTAMPTZ, server_default=NOW, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("claimed_at", TIMESTAMPTZ),
        sa.Column("done_at", TIMESTAMPTZ),
        sa.Column("error", sa.Text()),
        sa.Column("token_digest", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_deliveries")),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_letter_deliveries_letter_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscribers.id"], name=op.f("fk_letter_deliveries_subscriber_id"), ondelete="SET NULL"
        ),
        sa.UniqueConstraint("letter_id", "subscriber_id", name=op.f("uq_letter_deliveries_letter_id_subscriber_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_letter_deliveries_token_digest")),
    )
    op.create_index(
        "ix_letter_deliveries_open",
        "letter_deliveries",
        ["letter_id", "id"],
        postgresql_where=sa.text("state IN ('due', 'claimed')"),
    )
    op.create_index("ix_letter_deliveries_subscriber_id", "letter_deliveries", ["subscriber_id"])


def downgrade() -> None:
    """All subscribers and all records of what was sent are lost."""
    op.drop_table("letter_deliveries")
    op.drop_table("subscribers")
    op.drop_table("letter_editions")
    op.drop_table("letters")
