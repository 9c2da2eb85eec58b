"""Reads what a run changed, and what it missed without withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from storage.events.absences import MISSED_BY, MissedBy, missed_by
from storage.events.change_log import OLD_VALUE, title
from storage.runs import decision
from storage.runs.accept import WOULD_SHORTEN, WOULD_WITHDRAW
from storage.runs.ledger import Run, RunStatus

NOT_TRUSTED = (RunStatus.SUSPECT, RunStatus.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSummary:
    """An event with its next occurrence, if it has one. `missing_since`: start of the first of the complete runs that
    no longer see it, which are in `missed_by`."""

    event_id: int
    uid: str
    title: str
    url: str | None
    starts_at: datetime | None
    timezone: str | None
    missing_since: datetime | None
    missed_by: tuple[MissedBy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortenedEvent:
    """An event that the run saw with fewer showings. `showings`: how many it would lose; `of`: how many are due.
    `starts_at`: the first of those it would lose."""

    event_id: int
    uid: str
    title: str
    url: str | None
    starts_at: datetime
    timezone: str
    showings: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field before and after. `occurrence`: the key of the changed occurrence, None for the event itself."""

    event_id: int
    title: str
    occurrence: str | None
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDiff:
    """The first events and changes of each kind; `totals` has their numbers."""

    new: list[EventSummary]
    changes: list[Change]
    withdrawn: list[EventSummary]
    missing: list[EventSummary]
    would_withdraw: list[EventSummary]
    would_shorten: list[ShortenedEvent]
    totals: Mapping[str, int]


def read_diff(connection: Connection, run: Run, *, limit: int) -> RunDiff:
    """`missing`, only for a run that is not trusted or covers no days: upcoming events that its spider found earlier
    and not this time. `would_withdraw`: those of them that go when an editor accepts the run. `would_shorten`: the
    events that it saw, of which showings go then."""
    parameters = {"id": run.id, "source_id": run.source_id, "spider": run.spider, "since": run.started_at}
    events = {name: _events(connection, chosen, parameters, limit) for name, chosen in _CHOSEN.items()}
    if run.status not in NOT_TRUSTED and not _leaves_missing(connection, run):
        events["missing"] = (0, [])
    shortened = connection.execute(text(WOULD_SHORTEN), {"id": run.id}).mappings().all()
    changed = connection.execute(text(_CHANGES), {**parameters, "limit": limit}).mappings().all()
    return RunDiff(
        new=events["new"][1],
        changes=[Change(**{name: row[name] for name in row if name != "total"}) for row in changed],
        withdrawn=events["withdrawn"][1],
        missing=events["missing"][1],
        would_withdraw=events["would_withdraw"][1],
        would_shorten=[ShortenedEvent(**row) for row in shortened[:limit]],
        totals={
            **{name: total for name, (total, _) in events.items()},
            "would_shorten": len(shortened),
            "changes": changed[0]["total"] if changed else 0,
        },
    )


def _leaves_missing(connection: Connection, run: Run) -> bool:
    decided = decision.read(connection, run.id) or {}
    return bool(decided.get("held") or decided.get("unlisted"))


def _events(
    connection: Connection, chosen: str, parameters: Mapping[str, Any], limit: int
) -> tuple[int, list[EventSummary]]:
    statement = text(_SUMMARIES.format(chosen=chosen, missed_by=MISSED_BY))
    rows = connection.execute(statement, {**parameters, "limit": limit}).mappings().all()
    return (rows[0]["total"] if rows else 0), [_summary(row) for row in rows]


def _summary(row: RowMapping) -> EventSummary:
    values = {name: row[name] for name in row if name != "total"}
    return EventSummary(**{**values, "missed_by": missed_by(values["missed_by"])})


_CHOSEN = {
    "would_withdraw": WOULD_WITHDRAW,
    "new": "SELECT unnest(s.new) AS id FROM run_sightings s WHERE s.run_id = :id",
    "withdrawn": """SELECT c.event_id AS id FROM event_changes c
                     WHERE c.run_id = :id AND c.field = 'withdrawn' AND c.new = 'true' AND c.occurrence_key IS NULL""",
    "missing": """SELECT e.id FROM events e JOIN runs first ON first.id = e.first_seen_run_id AND first.spider = :spider
                                              AND first.started_at <= :since
                   WHERE e.source_id = :source_id AND e.withdrawn_at IS NULL
                     AND EXISTS (SELECT FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL
                                    AND o.starts_at >= :since)
                     AND NOT EXISTS (SELECT FROM run_sightings s WHERE s.run_id = :id AND (e.id = ANY (s.new)
                                        OR e.id = ANY (s.changed) OR e.id = ANY (s.unchanged)))""",
}

_SUMMARIES = """
WITH chosen AS (SELECT DISTINCT id FROM ({chosen}) all_of_them)
SELECT e.id AS event_id, e.uid, e.title, e.url, next.starts_at, next.timezone, a.since AS missing_since,
       {missed_by} AS missed_by, count(*) OVER () AS total
  FROM chosen JOIN events e ON e.id = chosen.id LEFT JOIN event_absences a ON a.event_id = e.id
  LEFT JOIN LATERAL (SELECT o.starts_at, o.timezone FROM occurrences o
                      WHERE o.event_id = e.id AND o.starts_at >= :since
                      ORDER BY o.starts_at LIMIT 1) next ON true
 ORDER BY next.starts_at NULLS LAST, e.id LIMIT :limit
"""

_CHANGES = f"""
SELECT c.event_id, {title("c.changed_at")} AS title, c.occurrence_key AS occurrence, c.field, {OLD_VALUE} AS old, c.new,
       count(*) OVER () AS total
  FROM event_changes c
  LEFT JOIN occurrences o ON o.event_id = c.event_id AND coalesce(o.public_key, o.key) = c.occurrence_key
 WHERE c.run_id = :id AND NOT (c.field = 'withdrawn' AND c.occurrence_key IS NULL)
 ORDER BY c.event_id, c.occurrence_key NULLS FIRST, c.id LIMIT :limit
"""
