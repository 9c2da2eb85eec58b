"""Counts what needs a person, and reads the suspect runs and the troubles among it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy import Connection, text

from storage.alerts import outbox
from storage.alerts.outbox import Message
from storage.categories import rules
from storage.edits.reads import QUESTIONS
from storage.merging.reading import CONFLICTS, SUGGESTED
from storage.places.reads import SUGGESTIONS
from storage.runs.ledger import ASKED_SOURCE, Run, read_run

MOST_WORDS = 1_000_000


class Dismissible(StrEnum):
    """What an editor can put aside. Each other kind has an answer of its own."""

    CONFLICT = "conflict"
    RUN = "run"
    ALERT = "alert"


def count_waiting(connection: Connection) -> Mapping[str, int]:
    """How many of each kind wait, by the name of its list in the inbox."""
    counted = connection.execute(text(_COUNTS)).one()._mapping
    return {**counted, "words": len(rules.unmapped(connection, limit=MOST_WORDS))}


def suspect_runs(connection: Connection, *, limit: int) -> Sequence[Run]:
    """Runs that an editor can accept: complete, suspect, and the last of their source and spider. The newest first."""
    ids = connection.execute(
        text(f"SELECT id FROM ({_SUSPECT}) r WHERE NOT dismissed ORDER BY started_at DESC LIMIT :limit"),
        {"limit": limit},
    )
    return [run for one in ids.scalars() if (run := read_run(connection, one)) is not None]


def troubles(connection: Connection, *, limit: int) -> Sequence[Message]:
    """The last alert of each source and of each matter of Marquee itself, unless that is over or a run that can be
    accepted. The worst first."""
    ids = connection.execute(text(f"{_TROUBLES} ORDER BY severity DESC, id DESC LIMIT :limit"), {"limit": limit})
    return outbox.read_messages(connection, ids.scalars().all())


def dismiss(connection: Connection, kind: Dismissible, subject: str, *, by: str) -> None:
    """The inbox leaves it out from now on. What comes up later has another subject."""
    connection.execute(
        text("""INSERT INTO inbox_dismissals (kind, subject, by) VALUES (:kind, :subject, :by)
                ON CONFLICT (kind, subject) DO NOTHING"""),
        {"kind": kind.value, "subject": subject, "by": by},
    )


_IN_QUARANTINE = "r.decision ->> 'quarantine' IS NOT NULL AND r.decision ->> 'accepted_by' IS NULL"

_SUSPECT = f"""
SELECT r.id, r.source_id, r.started_at,
       EXISTS (SELECT FROM inbox_dismissals d WHERE d.kind = 'run' AND d.subject = r.id) AS dismissed
  FROM runs r JOIN sources s ON s.id = r.source_id AND s.enabled
 WHERE r.status = 'suspect' AND r.{ASKED_SOURCE} AND (r.complete OR {_IN_QUARANTINE})
   AND NOT EXISTS (SELECT FROM runs n WHERE n.source_id = r.source_id AND n.spider = r.spider AND n.complete
                      AND n.{ASKED_SOURCE} AND n.status IN ('ok', 'suspect')
                      AND (n.started_at, n.token) > (r.started_at, r.token))"""

_TROUBLES = f"""
SELECT m.id, m.severity
  FROM (SELECT DISTINCT ON (source_id, matter) *
          FROM (SELECT *, CASE WHEN source_id IS NULL THEN state END AS matter FROM alert_messages) a
         ORDER BY source_id, matter, id DESC) m
  LEFT JOIN sources s ON s.id = m.source_id
 WHERE m.kind = 'trouble' AND (s.enabled OR m.source_id IS NULL OR m.state = 'paused')
   AND NOT EXISTS (SELECT FROM inbox_dismissals d WHERE d.kind = 'alert' AND d.subject = m.id::text)
   AND NOT (m.state IN ('suspect', 'quarantined')
            AND EXISTS (SELECT FROM ({_SUSPECT}) r WHERE r.source_id = m.source_id))"""

_COUNTS = f"""
SELECT (SELECT count(*) FROM ({QUESTIONS}) x) AS questions,
       (SELECT count(*) FROM ({CONFLICTS}) x) AS conflicts,
       (SELECT count(*) FROM ({SUGGESTED}) x) AS suggestions,
       (SELECT count(*) FROM ({SUGGESTIONS}) x) AS places,
       (SELECT count(*) FROM queue WHERE state = 'open') AS queue,
       (SELECT count(*) FROM ({_SUSPECT}) x WHERE NOT dismissed) AS runs,
       (SELECT count(*) FROM ({_TROUBLES}) x) AS alerts
"""
