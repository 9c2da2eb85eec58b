"""The last response of each address: its validators, and the events in each of its parts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remembered_answers",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("conditions", sa.LargeBinary(), nullable=False),
        sa.Column("whole", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_remembered_answers_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_answers")),
        sa.UniqueConstraint("source_id", "url", name=op.f("uq_remembered_answers_source_id_url")),
    )
    op.create_table(
        "remembered_groups",
        sa.Column("answer_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("events", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("occurrences", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("state", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["remembered_answers.id"],
            name=op.f("fk_remembered_groups_answer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("answer_id", "digest", name=op.f("pk_remembered_groups")),
    )
    op.create_index("ix_remembered_groups_events", "remembered_groups", ["events"], postgresql_using="gin")
    op.create_index(
        "ix_remembered_groups_doubtful",
        "remembered_groups",
        ["answer_id"],
        postgresql_where=sa.text("state IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_remembered_groups_doubtful",
        table_name="remembered_groups",
        postgresql_where=sa.text("state IS NULL"),
    )
    op.drop_index("ix_remembered_groups_events", table_name="remembered_groups", postgresql_using="gin")
    op.drop_table("remembered_groups")
    op.drop_table("remembered_answers")
