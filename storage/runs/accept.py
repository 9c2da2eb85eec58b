"""Accepts a run that is suspect or holds events: what it missed is withdrawn, and what it saw is the new usual."""

from __future__ import annotations

import json

from sqlalchemy import Connection, text

from storage.health.states import update_state
from storage.runs.ledger import ASKED_SOURCE, NotRunning, RunStatus, SourceBusy, read_run
from storage.runs.spans import Span, over_at
from storage.runs.withdrawal import WithdrawalReason, withdraw_chosen


class NotAcceptable(RuntimeError):
    """The run is neither suspect nor holds events, or what it should have seen is not known."""


def accept(connection: Connection, run_id: str, *, accepted_by: str) -> int:
    """Withdraws the events in WOULD_WITHDRAW, and returns how many there were; also the showings in WOULD_SHORTEN. The
    run is ok from now on. Of a run in quarantine it withdraws nothing: the next run may store what this one didn't.

    Raises NotRunning if there is no such run, NotAcceptable, or SourceBusy while a run of the source is active.
    """
    run = read_run(connection, run_id)
    if run is None:
        raise NotRunning(f"There is no run {run_id}.")
    connection.execute(text("SELECT 1 FROM sources WHERE id = :id FOR NO KEY UPDATE"), {"id": run.source_id})
    row = connection.execute(text(_RUN), {"id": run_id}).one()
    if row.quarantined:
        connection.execute(text(_LET_PASS), {"id": run_id, "accepted": json.dumps({"accepted_by": accepted_by})})
        return 0
    if row.status != RunStatus.SUSPECT and not row.held and not row.odd:
        raise NotAcceptable(
            f"Run {run_id} is {row.status}. Only a suspect run, or one that keeps events, can be accepted."
        )
    if not row.complete:
        raise NotAcceptable(f"Run {run_id} is incomplete, so what it missed isn't known: {row.reason}")
    if row.active is not None:
        raise SourceBusy(f"Run {row.active} of the source is active. Accept this one when that has ended.")
    if row.outdated_by is not None:
        raise NotAcceptable(f"Run {run_id} is out of date: run {row.outdated_by} is newer, and ok.")
    span = Span(run_id, run.source_id, row.covered_from or row.started_at, row.covered_until, running=True)
    chosen = connection.execute(text(WOULD_WITHDRAW), {"id": run_id}).scalars().all()
    withdraw_chosen(connection, span, chosen, row.short if row.covered_from else (), WithdrawalReason.ACCEPTED)
    accepted = {"accepted_by": accepted_by, "accepted_reason": row.reason}
    connection.execute(text(_ACCEPT), {"id": run_id, "accepted": json.dumps(accepted)})
    update_state(connection, run.source_id)
    return len(chosen)


_RUN = f"""
SELECT r.status, r.reason, r.complete, r.decision -> 'quarantine' IS NOT NULL
           AND r.decision ->> 'quarantine' IS NOT NULL AS quarantined,
       r.decision @? '$.checks[*] ? (@.odd == true)' AS odd, r.started_at, r.covered_from, r.covered_until,
       coalesce(r.decision -> 'short', '[]') AS short, coalesce(r.decision -> 'held', '[]') AS held,
       (SELECT a.id FROM runs a WHERE a.source_id = r.source_id AND a.status = 'running') AS active,
       (SELECT n.id FROM runs n WHERE n.source_id = r.source_id AND n.spider = r.spider AND n.status = 'ok'
           AND n.complete AND n.{ASKED_SOURCE} AND (n.started_at, n.token) > (r.started_at, r.token)
         ORDER BY n.started_at DESC, n.token DESC LIMIT 1) AS outdated_by
  FROM runs r WHERE r.id = :id
"""

WOULD_WITHDRAW = f"""
SELECT e.id
  FROM runs r JOIN events e ON e.source_id = r.source_id
  JOIN event_absences a ON a.event_id = e.id AND a.since <= r.started_at
 WHERE r.id = :id AND r.complete AND e.withdrawn_at IS NULL
   AND ((r.status = 'suspect' AND r.covered_from IS NOT NULL) OR r.decision -> 'held' @> to_jsonb(e.id))
   AND EXISTS (SELECT FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL
                  AND {over_at("o")} > greatest(r.covered_from, now())
                  AND (r.covered_until IS NULL OR o.starts_at < r.covered_until))
"""
"""The events that the run missed and no later run has seen."""

WOULD_SHORTEN = f"""
WITH own AS (
    SELECT r.id, r.source_id, r.started_at, r.token, r.decision -> 'short' AS short,
           greatest(r.covered_from, now()) AS since, r.covered_until
      FROM runs r WHERE r.id = :id AND r.status = 'suspect' AND r.complete AND r.covered_from IS NOT NULL),
seen AS (
    SELECT DISTINCT unnest(s.occurrences) AS id
      FROM own JOIN runs r ON r.source_id = own.source_id AND (r.started_at, r.token) >= (own.started_at, own.token)
      JOIN run_sightings s ON s.run_id = r.id)
SELECT e.id AS event_id, e.uid, e.title, e.url, min(o.starts_at) FILTER (WHERE s.id IS NULL) AS starts_at,
       min(o.timezone) AS timezone, count(*) FILTER (WHERE s.id IS NULL) AS showings, count(*) AS of
  FROM own JOIN events e ON own.short @> to_jsonb(e.id) AND e.source_id = own.source_id
  JOIN occurrences o ON o.event_id = e.id AND o.withdrawn_at IS NULL AND {over_at("o")} > own.since
   AND (own.covered_until IS NULL OR o.starts_at < own.covered_until)
  LEFT JOIN seen s ON s.id = o.id
 GROUP BY e.id HAVING count(*) FILTER (WHERE s.id IS NULL) > 0 ORDER BY showings DESC, e.id
"""
"""The events that the run saw without many of their showings, which no later run has seen either."""

_LET_PASS = """
UPDATE runs SET decision = decision || cast(:accepted AS jsonb) || jsonb_build_object('accepted_at', now())
 WHERE id = :id
"""

_ACCEPT = """
UPDATE runs SET status = 'ok', reason = NULL, new_usual = true, matched_at = NULL,
                decision = decision || '{"held": [], "checks": []}' || cast(:accepted AS jsonb)
                           || jsonb_build_object('accepted_at', now())
 WHERE id = :id
"""
