"""Totals of all ended crawls, which stay when their runs are deleted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COUNT = """
CREATE FUNCTION count_ended_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    took double precision := extract(epoch FROM new.finished_at - new.started_at);
BEGIN
    INSERT INTO crawl_totals AS t (source_id, spider, status, runs, pages, seen, new, changed, withdrawn, rejected,
                                   errors, seconds, within)
    VALUES (new.source_id, new.spider, new.status, 1, new.pages, new.seen, new.new, new.changed, new.withdrawn,
            new.rejected, new.error_count, took,
            ARRAY[(took <= 1)::int, (took <= 5)::int, (took <= 15)::int, (took <= 60)::int, (took <= 300)::int,
                  (took <= 900)::int, (took <= 1800)::int])
    ON CONFLICT (source_id, spider, status) DO UPDATE
       SET runs = t.runs + 1, pages = t.pages + excluded.pages, seen = t.seen + excluded.seen,
           new = t.new + excluded.new, changed = t.changed + excluded.changed,
           withdrawn = t.withdrawn + excluded.withdrawn, rejected = t.rejected + excluded.rejected,
           errors = t.errors + excluded.errors, seconds = t.seconds + excluded.seconds,
           within = ARRAY(SELECT a + b FROM unnest(t.within, excluded.within) AS pair (a, b));
    INSERT INTO crawl_error_totals AS t (source_id, spider, kind, errors)
    SELECT new.source_id, new.spider, error ->> 'kind', count(*)
      FROM jsonb_array_elements(new.errors) AS error WHERE error ->> 'kind' IS NOT NULL GROUP BY 3
    ON CONFLICT (source_id, spider, kind) DO UPDATE SET errors = t.errors + excluded.errors;
    RETURN NULL;
END $$;
CREATE TRIGGER count_ended_run AFTER UPDATE OF status ON runs FOR EACH ROW
    WHEN (old.status = 'running' AND new.status <> 'running' AND new.finished_at IS NOT NULL)
    EXECUTE FUNCTION count_ended_run();
"""


def upgrade() -> None:
    counts = ("runs", "pages", "seen", "new", "changed", "withdrawn", "rejected", "errors")
    op.create_table(
        "crawl_totals",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("spider", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in counts),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("within", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_crawl_totals_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "spider", "status", name=op.f("pk_crawl_totals")),
    )
    op.create_table(
        "crawl_error_totals",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("spider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("errors", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_crawl_error_totals_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "spider", "kind", name=op.f("pk_crawl_error_totals")),
    )
    op.execute(COUNT)


def downgrade() -> None:
    op.execute("DROP TRIGGER count_ended_run ON runs; DROP FUNCTION count_ended_run()")
    op.drop_table("crawl_error_totals")
    op.drop_table("crawl_totals")
