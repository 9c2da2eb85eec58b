"""What a complete run should have seen and did not: found, recorded as missing, withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Connection, text

from storage.runs.judgment import RejectedRecord
from storage.runs.ledger import ASKED_SOURCE
from storage.runs.protection import protected
from storage.runs.spans import IN_SPAN, Span, over_at

KEPT_RUN_IDS = 200
"""Of the runs that missed an event, this many are recorded: hourly runs of a week."""


class WithdrawalReason(StrEnum):
    """missing: a good run missed it; agreed: complete runs on three days did; page_gone: its own page answers 404 or
    410; accepted: an editor accepted the run that missed it; left_out: the source's rules leave it out."""

    MISSING = "missing"
    AGREED = "agreed"
    PAGE_GONE = "page_gone"
    ACCEPTED = "accepted"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Missing:
    """Of the events that were known before and that the run should have seen (`due`: how many):

    gone       those it did not see at all and no record could be. By id: the complete runs that missed them before.
    possible   the same for those that a record has nothing in common with but the title, or the day.
    protected  how many a record could be; `kept`: how many of these it did not see at all.
    """

    due: int
    gone: Mapping[int, Sequence[str]]
    possible: Mapping[int, Sequence[str]] = field(default_factory=dict)
    protected: int = 0
    kept: int = 0


def find(
    connection: Connection, span: Span, records: Sequence[RejectedRecord], earlier: Sequence[str] = ()
) -> Missing | None:
    """Fills the temporary table `missing` for the transaction. None: the run saw all that is due.

    records  those that say which stored event they could be, or stand for any number of events.
    earlier  ids of the source's earlier runs.
    """
    parameters = span.parameters()
    if not lacks_any(connection, span):
        return None
    connection.execute(text(_FIND_MISSING), parameters)
    if any(one.many for one in records):
        connection.execute(text("UPDATE missing SET protected = true"))
    possible: Collection[int] = ()
    if records and not any(one.many for one in records):
        found = protected(connection, span.source_id, records, earlier)
        possible = found.possible
        connection.execute(text(_PROTECT), {"ids": [*found.certain, *found.possible]})
    return _read(connection, span, possible)


def release(connection: Connection, span: Span, missing: Missing, event_ids: Collection[int]) -> Missing:
    """Without the protection of these `possible` events."""
    if not event_ids:
        return missing
    connection.execute(text(_RELEASE), {"ids": list(event_ids)})
    return _read(connection, span, missing.possible.keys() - set(event_ids))


def _read(connection: Connection, span: Span, possible: Collection[int]) -> Missing:
    due = connection.execute(text(_COUNT_DUE), span.parameters()).scalar_one()
    count = connection.execute(text(_COUNT_PROTECTED)).one()
    gone = connection.execute(text(_GONE)).all()
    return Missing(
        due,
        gone={row.event_id: row.run_ids for row in gone if not row.protected},
        possible={row.event_id: row.run_ids for row in gone if row.event_id in possible},
        protected=count.events,
        kept=count.kept,
    )


def lacks_any(connection: Connection, span: Span) -> bool:
    """Whether the run did not see all that is due."""
    return bool(connection.execute(text(_LACKS), span.parameters()).scalar_one())


def forget_seen(connection: Connection, run_id: str, source_id: int) -> None:
    """An event that the run saw is no longer missing."""
    absent = list(connection.execute(text(_ABSENT), {"source_id": source_id}).scalars())
    if absent:
        connection.execute(text(_FORGET_SEEN), {"run_id": run_id, "absent": absent})


def note_absences(connection: Connection, span: Span) -> None:
    """Record that the run missed these events, whether it withdraws them or not."""
    connection.execute(text(_NOTE_ABSENCES), {**span.parameters(), "kept": KEPT_RUN_IDS})


def withdraw(
    connection: Connection, span: Span, reasons: Mapping[WithdrawalReason, Collection[int]], *, rest: bool
) -> None:
    """Withdraw the events with their missing occurrences, for these reasons.

    rest  also the other missing occurrences that no skipped record protects.
    """
    if rest:
        connection.execute(text(_CHOOSE_ALL))
    for because, event_ids in reasons.items():
        connection.execute(text(_CHOOSE), {"because": because.value, "event_ids": list(event_ids)})
    _withdraw(connection, span)


def withdraw_chosen(
    connection: Connection, span: Span, event_ids: Collection[int], short: Collection[int], because: WithdrawalReason
) -> None:
    """Withdraw these events, which the run missed, with their occurrences in the span, and of the `short` ones the
    showings that neither the run nor a later one has seen."""
    connection.execute(text(TEMPORARY))
    parameters = {**span.parameters(), "event_ids": list(event_ids), "because": because.value}
    connection.execute(text(_FILL), parameters)
    connection.execute(text(_FILL_SHORT), {**parameters, "event_ids": list(short)})
    _withdraw(connection, span)


def _withdraw(connection: Connection, span: Span) -> None:
    parameters = span.parameters()
    for statement in (_RECORD_MISSING, _WITHDRAW_OCCURRENCES, _RECORD_GONE, _WITHDRAW_EVENTS):
        connection.execute(text(statement), parameters)


_DUE = f"""
  FROM source_occurrences o JOIN source_events e ON e.id = o.event_id
 WHERE e.source_id = :source_id AND o.withdrawn_at IS NULL AND {IN_SPAN}
"""
"""What the run should have seen, if nothing was taken away."""

_MISSING = f"{_DUE} AND o.id NOT IN (SELECT unnest(occurrences) FROM run_sightings WHERE run_id = :run_id)"

_LACKS = f"SELECT EXISTS (SELECT {_MISSING})"

TEMPORARY = """
CREATE TEMPORARY TABLE IF NOT EXISTS missing (
    occurrence_id bigint, event_id bigint, key text, gone boolean, protected boolean, because text
) ON COMMIT DELETE ROWS;
TRUNCATE missing;
"""

_FIND_MISSING = f"""{TEMPORARY}
INSERT INTO missing (occurrence_id, event_id, key, gone, protected)
SELECT o.id, o.event_id, coalesce(o.public_key, o.key), NOT EXISTS (
           SELECT FROM run_sightings s WHERE s.run_id = :run_id
              AND (o.event_id = ANY (s.new) OR o.event_id = ANY (s.changed) OR o.event_id = ANY (s.unchanged))), false
{_MISSING}
"""

_FILL = f"""
INSERT INTO missing (occurrence_id, event_id, key, gone, protected, because)
SELECT o.id, o.event_id, coalesce(o.public_key, o.key), true, false, :because
{_DUE} AND e.id = ANY (cast(:event_ids AS bigint[]))
"""

_FILL_SHORT = f"""
INSERT INTO missing (occurrence_id, event_id, key, gone, protected, because)
SELECT o.id, o.event_id, coalesce(o.public_key, o.key), false, false, :because
{_DUE} AND e.id = ANY (cast(:event_ids AS bigint[]))
   AND o.id NOT IN (
        SELECT unnest(s.occurrences) FROM runs own
          JOIN runs r ON r.source_id = own.source_id AND (r.started_at, r.token) >= (own.started_at, own.token)
          JOIN run_sightings s ON s.run_id = r.id WHERE own.id = :run_id)
"""

_PROTECT = "UPDATE missing SET protected = true WHERE event_id = ANY (cast(:ids AS bigint[]))"

_RELEASE = "UPDATE missing SET protected = false WHERE event_id = ANY (cast(:ids AS bigint[]))"

_COUNT_DUE = f"""
WITH own AS (SELECT id, source_id, spider FROM runs WHERE id = :run_id),
last_ok AS (
    SELECT r.started_at, r.token FROM runs r JOIN own ON own.source_id = r.source_id AND own.spider = r.spider
     WHERE r.status = 'ok' AND r.{ASKED_SOURCE} AND r.id <> own.id ORDER BY r.started_at DESC, r.token DESC LIMIT 1),
fresh AS (
    SELECT id FROM own UNION
    SELECT r.id FROM runs r JOIN own ON own.source_id = r.source_id AND own.spider = r.spider
      JOIN last_ok l ON (r.started_at, r.token) > (l.started_at, l.token))
SELECT count(DISTINCT o.event_id) {_DUE} AND NOT EXISTS (SELECT FROM fresh f WHERE f.id = e.first_seen_run_id)
"""
"""The events that were known before: new ones, also those of runs that were not believed, don't make a loss small."""

_COUNT_PROTECTED = """
SELECT count(DISTINCT event_id) AS events, count(DISTINCT event_id) FILTER (WHERE gone) AS kept
  FROM missing WHERE protected
"""

_GONE = """
SELECT m.event_id, m.protected, coalesce(a.run_ids, '{}') AS run_ids
  FROM (SELECT DISTINCT event_id, protected FROM missing WHERE gone) m
  LEFT JOIN event_absences a ON a.event_id = m.event_id
"""

_ABSENT = """
SELECT a.event_id FROM event_absences a JOIN events e ON e.id = a.event_id WHERE e.source_id = :source_id
"""

_FORGET_SEEN = """
DELETE FROM event_absences a WHERE a.event_id = ANY (cast(:absent AS bigint[])) AND a.event_id IN (
    SELECT unnest(new || changed || unchanged) FROM run_sightings WHERE run_id = :run_id)
"""

_NOTE_ABSENCES = """
INSERT INTO event_absences AS a (event_id, since, run_ids)
SELECT DISTINCT m.event_id, r.started_at, ARRAY[r.id] FROM missing m JOIN runs r ON r.id = :run_id WHERE m.gone
    ON CONFLICT (event_id) DO UPDATE SET run_ids = a.run_ids || excluded.run_ids
 WHERE NOT excluded.run_ids <@ a.run_ids AND cardinality(a.run_ids) < :kept
"""

_CHOOSE_ALL = "UPDATE missing SET because = 'missing' WHERE NOT protected"

_CHOOSE = "UPDATE missing SET because = :because WHERE gone AND event_id = ANY (cast(:event_ids AS bigint[]))"

_RECORD_MISSING = """
INSERT INTO event_changes (event_id, occurrence_key, field, old, new, run_id)
SELECT event_id, key, 'withdrawn', 'false', 'true', :run_id FROM missing WHERE because IS NOT NULL
"""

_WITHDRAW_OCCURRENCES = """
UPDATE occurrences o SET withdrawn_at = now(), withdrawn_run_id = :run_id
  FROM missing m WHERE o.id = m.occurrence_id AND m.because IS NOT NULL
"""

_LISTED = f"""
SELECT FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL AND {over_at("o")} > now()
"""

_RECORD_GONE = f"""
INSERT INTO event_changes (event_id, field, old, new, run_id)
SELECT e.id, 'withdrawn', 'false', 'true', :run_id FROM events e
 WHERE e.id IN (SELECT event_id FROM missing WHERE gone AND because IS NOT NULL) AND e.withdrawn_at IS NULL
   AND NOT EXISTS ({_LISTED})
"""

_WITHDRAW_EVENTS = f"""
WITH gone AS (
    SELECT m.event_id, max(m.because) AS because, max(seen.at) AS last_seen_at
      FROM missing m
      LEFT JOIN (SELECT x.id, max(coalesce(r.finished_at, r.started_at)) AS at
                   FROM runs r JOIN run_sightings s ON s.run_id = r.id
                  CROSS JOIN LATERAL unnest(s.new || s.changed || s.unchanged) AS x (id)
                  WHERE r.source_id = :source_id AND r.{ASKED_SOURCE}
                    AND x.id IN (SELECT event_id FROM missing WHERE gone)
                  GROUP BY x.id) seen ON seen.id = m.event_id
     WHERE m.gone AND m.because IS NOT NULL GROUP BY m.event_id),
withdrawn AS (
    UPDATE events e
       SET withdrawn_at = now(), withdrawn_run_id = :run_id, withdrawn_because = gone.because,
           last_seen_at = gone.last_seen_at
      FROM gone
     WHERE e.id = gone.event_id AND e.withdrawn_at IS NULL
       AND NOT EXISTS ({_LISTED})
    RETURNING 1),
shortened AS (
    SELECT count(DISTINCT event_id) AS n FROM missing m
     WHERE NOT gone AND because IS NOT NULL AND NOT EXISTS (
        SELECT FROM run_sightings s
         WHERE s.run_id = :run_id AND (m.event_id = ANY (s.new) OR m.event_id = ANY (s.changed))))
UPDATE runs SET withdrawn = withdrawn + (SELECT count(*) FROM withdrawn),
                changed = changed + least(unchanged, shortened.n), unchanged = unchanged - least(unchanged, shortened.n)
  FROM shortened WHERE runs.id = :run_id
"""
