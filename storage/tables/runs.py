"""Runs, what they saw, and their totals."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.base import TIMESTAMPTZ, metadata, required

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    required("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE")),
    required("spider", Text),
    required("launched_by", Text),
    required("attempt", Integer, server_default=text("1")),
    required("status", Text),
    Column("reason", Text),
    required("token", BigInteger),
    Column("lease_until", TIMESTAMPTZ),
    required("started_at", TIMESTAMPTZ),
    Column("finished_at", TIMESTAMPTZ),
    required("seen", Integer, server_default=text("0")),
    required("new", Integer, server_default=text("0")),
    required("changed", Integer, server_default=text("0")),
    required("unchanged", Integer, server_default=text("0")),
    required("withdrawn", Integer, server_default=text("0")),
    required("rejected", Integer, server_default=text("0")),
    required("left_out", Integer, server_default=text("0")),
    required("feeds", Integer, server_default=text("0")),
    required("pages", Integer, server_default=text("0")),
    required("error_count", Integer, server_default=text("0")),
    required("errors", JSONB, server_default=text("'[]'")),
    Column("as_of", TIMESTAMPTZ),
    required("complete", Boolean, server_default=text("false")),
    required("new_usual", Boolean, server_default=text("false")),
    Column("covered_from", TIMESTAMPTZ),
    Column("covered_until", TIMESTAMPTZ),
    Column("decision", JSONB),
    Column("matched_at", TIMESTAMPTZ),
    Index("ix_runs_unmatched", "id", postgresql_where=text("matched_at IS NULL")),
    Index("ix_runs_source_id_started_at", "source_id", "started_at"),
    Index("uq_runs_source_running", "source_id", unique=True, postgresql_where=text("status = 'running'")),
)
"""One crawl of one source; its id is also the Celery task's and the scrapyd job's. `token` fences off stale writers.

launched_by scrapy, crochet, or scrapyd; or replay: it read kept answers (storage.runs.ledger.REPLAY).
as_of       the time that the crawl took as the present.
left_out    how many events the source's rules left out; the other counts don't include them.
complete    the crawl read everything it set out to read, whether or not the result is plausible.
new_usual   later yields are compared with this run and those after it: it was low, and is believed.
covered_from, covered_until   the span for which the crawl is complete, see `storage.runs.judgment.RunEnd`.
matched_at  when what it changed was compared with the events of other sources; null: not yet.
decision    what decided the status and the withdrawals, see `storage.runs.decision.Decision`; null until the run ends.
"""

run_sightings = Table(
    "run_sightings",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("run_id", Text, ForeignKey("runs.id", ondelete="CASCADE"), index=True),
    required("new", ARRAY(BigInteger)),
    required("changed", ARRAY(BigInteger)),
    required("unchanged", ARRAY(BigInteger)),
    required("occurrences", ARRAY(BigInteger)),
)
"""The rows that one batch of a run saw: one row per batch, so that seeing an unchanged event does not write it."""

crawl_totals = Table(
    "crawl_totals",
    metadata,
    Column("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("spider", Text, primary_key=True),
    Column("status", Text, primary_key=True),
    required("runs", BigInteger),
    required("pages", BigInteger),
    required("seen", BigInteger),
    required("new", BigInteger),
    required("changed", BigInteger),
    required("withdrawn", BigInteger),
    required("rejected", BigInteger),
    required("errors", BigInteger),
    required("seconds", Double),
    required("within", ARRAY(BigInteger)),
)
"""Totals of all ended runs but replays, by source, spider, and final status; a trigger on `runs` adds each run as it
ends. An attempt that ended and started again counts twice.

seconds   from a run's first start to its end, added up.
within    how many took no longer than each of `storage.runs.totals.BOUNDS_S`.
"""

crawl_error_totals = Table(
    "crawl_error_totals",
    metadata,
    Column("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("spider", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    required("errors", BigInteger),
)
"""Totals of the errors that runs keep in full, by source, spider, and kind of error."""
