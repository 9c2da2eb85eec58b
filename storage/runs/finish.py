"""Ends a run: judges it, and withdraws the events that a complete, healthy run should have seen but did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import Connection, text

from storage.runs.ledger import RunStatus, RunToken, close_run, count_seen_events, require_current

HISTORY = 5
"""How many earlier good runs a run's yield is compared with."""
WITHDRAWABLE_SHARE = 0.2
WITHDRAWABLE_COUNT = 5
"""If more than this share *and* more than this many events are missing at once, the run is at fault, not the events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnd:
    """What the crawl knows about itself at its end.

    finish_reason  Scrapy's; anything but `finished` means that the crawl was stopped.
    essential_errors  errors, as text, of pages without which the run is incomplete.
    covered_from, covered_until   the run should have seen every occurrence that starts in this span (the end exclusive,
                   None unbounded). If covered_from is None, nothing is withdrawn.
    rejected       records that could not be read or were invalid.
    skipped_feeds  feeds that were not fetched because they were not due: their events count as seen.
    """

    finish_reason: str
    pages: int
    rejected: int
    errors: Sequence[dict[str, Any]]
    essential_errors: Sequence[str]
    covered_from: datetime | None = None
    covered_until: datetime | None = None
    harvests_feeds: bool = False
    skipped_feeds: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A run's status, and the reason unless it is ok."""

    status: RunStatus
    reason: str | None = None


def judge(end: RunEnd, *, seen: int, floor: int, earlier: Sequence[int]) -> Verdict:
    """Decides whether to trust a run. `earlier`: how many events the last good runs of this spider saw, in any
    order."""
    if end.finish_reason in ("shutdown", "cancelled", "deadline", "superseded"):
        return Verdict(RunStatus.CANCELLED, f"stopped before its end: {end.finish_reason}")
    errors = end.essential_errors
    unread = f"{errors[0]}{f' (and {len(errors) - 1} more)' if len(errors) > 1 else ''}" if errors else ""
    if seen == 0 and end.pages == 0 and not end.skipped_feeds:
        return Verdict(RunStatus.FAILED, unread or "no page was asked for")
    if seen == 0 and (unread or end.finish_reason != "finished"):
        return Verdict(RunStatus.FAILED, unread or f"the crawl ended with {end.finish_reason}")
    if unread:
        return Verdict(RunStatus.SUSPECT, unread)
    if end.finish_reason != "finished":
        return Verdict(RunStatus.SUSPECT, f"the crawl ended with {end.finish_reason}")
    if seen < floor:
        return Verdict(RunStatus.SUSPECT, f"saw {seen} where at least {floor} are due (the source's floor)")
    usual = median(earlier) if earlier else 0
    if seen * 2 < usual:
        return Verdict(RunStatus.SUSPECT, f"saw {seen}, less than half of the usual {usual:g}")
    return Verdict(RunStatus.OK)


def finish_run(connection: Connection, run: RunToken, end: RunEnd) -> Verdict:
    """Judges the run, withdraws what it should have seen but did not, and closes its row. StaleRun if superseded."""
    require_current(connection, run)
    if not end.harvests_feeds:
        count_seen_events(connection, run.run_id)
    row = connection.execute(
        text("SELECT r.seen, s.floor FROM runs r JOIN sources s ON s.id = r.source_id WHERE r.id = :id"),
        {"id": run.run_id},
    ).one()
    floor = 1 if end.harvests_feeds else row.floor
    verdict = judge(end, seen=row.seen, floor=floor, earlier=_earlier(connection, run))
    if verdict.status is RunStatus.OK and end.covered_from is not None and not end.rejected:
        verdict = _withdraw(connection, run, end)
    close_run(
        connection,
        run,
        status=verdict.status,
        reason=verdict.reason,
        pages=end.pages,
        rejected=end.rejected,
        errors=end.errors,
    )
    return verdict


def _earlier(connection: Connection, run: RunToken) -> Sequence[int]:
    return (
        connection.execute(
            text("""
                SELECT seen FROM runs WHERE source_id = :source_id AND status = 'ok'
                   AND spider = (SELECT spider FROM runs WHERE id = :id)
                 ORDER BY started_at DESC LIMIT :history"""),
            {"source_id": run.source_id, "id": run.run_id, "history": HISTORY},
        )
        .scalars()
        .all()
    )


def _withdraw(connection: Connection, run: RunToken, end: RunEnd) -> Verdict:
    parameters = {
        "source_id": run.source_id,
        "run_id": run.run_id,
        "from": end.covered_from,
        "until": end.covered_until,
    }
    if not connection.execute(text(_IS_ANY_MISSING), parameters).scalar_one():
        return Verdict(RunStatus.OK)
    connection.execute(text(_FIND_MISSING), parameters)
    live, gone = connection.execute(text(_COUNT_MISSING), parameters).one()
    if gone > WITHDRAWABLE_COUNT and gone > live * WITHDRAWABLE_SHARE:
        return Verdict(RunStatus.SUSPECT, f"{gone} of {live} events are missing at once; none was withdrawn")
    for statement in (_RECORD_MISSING, _WITHDRAW_OCCURRENCES, _RECORD_GONE, _WITHDRAW_EVENTS):
        connection.execute(text(statement), parameters)
    return Verdict(RunStatus.OK)


_EXPECTED = """
  FROM occurrences o JOIN events e ON e.id = o.event_id
 WHERE e.source_id = :source_id AND o.withdrawn_at IS NULL
   AND o.starts_at >= greatest(cast(:from AS timestamptz), now())
   AND (cast(:until AS timestamptz) IS NULL OR o.starts_at < :until)
"""
"""What the run should have seen if its source removed nothing."""

_MISSING = f"{_EXPECTED} AND o.id NOT IN (SELECT unnest(occurrences) FROM run_sightings WHERE run_id = :run_id)"

_IS_ANY_MISSING = f"SELECT EXISTS (SELECT {_MISSING})"

_FIND_MISSING = f"""
CREATE TEMPORARY TABLE IF NOT EXISTS missing (occurrence_id bigint, event_id bigint, key text, gone boolean)
    ON COMMIT DELETE ROWS;
TRUNCATE missing;
INSERT INTO missing (occurrence_id, event_id, key, gone)
SELECT o.id, o.event_id, o.key, NOT EXISTS (
           SELECT FROM run_sightings s WHERE s.run_id = :run_id
              AND (o.event_id = ANY (s.new) OR o.event_id = ANY (s.changed) OR o.event_id = ANY (s.unchanged)))
{_MISSING}
"""

_COUNT_MISSING = f"""
SELECT (SELECT count(DISTINCT o.event_id) {_EXPECTED}) AS live,
       (SELECT count(DISTINCT event_id) FROM missing WHERE gone) AS gone
"""

_RECORD_MISSING = """
INSERT INTO event_changes (event_id, occurrence_key, field, old, new, run_id)
SELECT event_id, key, 'withdrawn', 'false', 'true', :run_id FROM missing
"""

_WITHDRAW_OCCURRENCES = """
UPDATE occurrences o SET withdrawn_at = now(), withdrawn_run_id = :run_id FROM missing m WHERE o.id = m.occurrence_id
"""

_RECORD_GONE = """
INSERT INTO event_changes (event_id, field, old, new, run_id)
SELECT e.id, 'withdrawn', 'false', 'true', :run_id FROM events e
 WHERE e.id IN (SELECT event_id FROM missing WHERE gone) AND e.withdrawn_at IS NULL
   AND NOT EXISTS (
       SELECT FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL AND o.starts_at >= now())
"""

_WITHDRAW_EVENTS = """
WITH withdrawn AS (
    UPDATE events e SET withdrawn_at = now(), withdrawn_run_id = :run_id
     WHERE e.id IN (SELECT event_id FROM missing WHERE gone) AND e.withdrawn_at IS NULL
       AND NOT EXISTS (
           SELECT FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL AND o.starts_at >= now())
    RETURNING 1),
shortened AS (
    SELECT count(DISTINCT event_id) AS n FROM missing m
     WHERE NOT gone AND NOT EXISTS (
        SELECT FROM run_sightings s
         WHERE s.run_id = :run_id AND (m.event_id = ANY (s.new) OR m.event_id = ANY (s.changed))))
UPDATE runs SET withdrawn = (SELECT count(*) FROM withdrawn),
                changed = changed + least(unchanged, shortened.n), unchanged = unchanged - least(unchanged, shortened.n)
  FROM shortened WHERE runs.id = :run_id
"""
