"""Replays: runs that read kept answers don't count among the totals of crawls."""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TRIGGER = """
CREATE OR REPLACE TRIGGER count_ended_run AFTER UPDATE OF status ON runs FOR EACH ROW
    WHEN (old.status = 'running' AND new.status <> 'running' AND new.finished_at IS NOT NULL {more})
    EXECUTE FUNCTION count_ended_run();
"""


def upgrade() -> None:
    op.execute(TRIGGER.format(more="AND new.launched_by <> 'replay'"))


def downgrade() -> None:
    op.execute(TRIGGER.format(more=""))
