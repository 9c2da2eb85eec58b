"""Lists the sources of the town with their health: what needs a person first. Events added by hand aren't a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, text

from storage.edits.by_hand import NAME as EDITORS
from storage.health.held import IS_SHARED, UPCOMING
from storage.health.judge import SourceState
from storage.runs.ledger import ASKED_SOURCE

YIELD_DAYS = 90
SHARES = ("place", "hour", "picture", "price", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """A source and its state. `since`: when it came into this state, null for one that was never harvested.

    yields      the most that a run of the day saw, by day, of the last YIELD_DAYS, the oldest first.
    shares      of the last run's events, those that have a field, from 0 to 1.
    upcoming    visible upcoming events.
    changed_at  when a run last changed something. alone: no other source lists any of its upcoming events.
    gone        its site is gone, or could not be read for so long that it was paused: a person may remove it.
    """

    source_id: int
    name: str
    title: str
    state: SourceState
    reason: str | None
    since: datetime | None
    run_id: str | None
    last_good_at: datetime | None
    changed_at: datetime | None = None
    upcoming: int = 0
    alone: bool = False
    gone: bool = False
    yields: Sequence[tuple[date, int]] = ()
    shares: Mapping[str, float] = field(default_factory=dict)


def list_health(
    connection: Connection,
    *,
    state: SourceState | None = None,
    words: str | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> tuple[int, Sequence[SourceHealth]]:
    """How many sources there are, and a page of them: those that need a person first, then the longest in their state.
    `words`: only sources whose name, title, address, or reason contains them."""
    parameters = {
        "order": list(SourceState),
        "state": state,
        "words": words or None,
        "offset": offset,
        "limit": limit,
        "days": YIELD_DAYS,
        "editors": EDITORS,
    }
    rows = connection.execute(text(_HEALTH), parameters).mappings().all()
    return (rows[0]["total"] if rows else 0), [_health(dict(row)) for row in rows]


def count_states(connection: Connection) -> Mapping[SourceState, int]:
    rows = connection.execute(
        text(f"SELECT state, count(*) AS n FROM ({_STATES}) h GROUP BY state"), {"editors": EDITORS}
    )
    return {SourceState(row.state): row.n for row in rows}


def count_confirmed(connection: Connection, since: datetime) -> tuple[int, int]:
    """How many enabled sources were confirmed since then, and how many there are. New ones don't count yet."""
    row = connection.execute(
        text("""SELECT count(*) FILTER (WHERE confirmed_at >= :since) AS confirmed, count(*) AS sources
                  FROM sources WHERE enabled AND confirmed_at IS NOT NULL"""),
        {"since": since},
    ).one()
    return row.confirmed, row.sources


def _health(row: dict[str, object]) -> SourceHealth:
    del row["total"]
    measures = row.pop("measures") or {}
    days = row.pop("days") or []
    assert isinstance(measures, dict)
    assert isinstance(days, list)
    return SourceHealth(
        **{
            **row,  # type: ignore[arg-type]  # a row's values
            "state": SourceState(str(row["state"])),
            "yields": [(date.fromisoformat(day), seen) for day, seen in days],
            "shares": {name: float(measures[name]) for name in SHARES if name in measures},
        }
    )


_STATES = """
SELECT s.id AS source_id, s.name, s.title, s.base_url,
       CASE WHEN NOT s.enabled THEN 'paused' ELSE coalesce(now.state, 'new') END AS state,
       now.reason, now.since, now.run_id, s.confirmed_at AS last_good_at,
       coalesce(now.state = 'dead' OR (now.state = 'paused' AND NOT s.enabled), false) AS gone
  FROM sources s
  LEFT JOIN LATERAL (SELECT state, reason, since, run_id FROM source_states t
                      WHERE t.source_id = s.id ORDER BY t.id DESC LIMIT 1) now ON true
 WHERE s.name <> :editors
"""

_HEALTH = f"""
SELECT h.source_id, h.name, h.title, h.state, h.reason, h.since, h.run_id, h.last_good_at, h.gone, h.total,
       held.upcoming, held.upcoming > 0 AND NOT {IS_SHARED.format(source="h.source_id")} AS alone,
       (SELECT max(finished_at) FROM runs r WHERE r.source_id = h.source_id AND r.new + r.changed + r.withdrawn > 0
           AND r.{ASKED_SOURCE}) AS changed_at,
       (SELECT r.decision -> 'measures' FROM runs r WHERE r.source_id = h.source_id
           AND r.decision -> 'measures' ? 'events' AND r.{ASKED_SOURCE} ORDER BY r.started_at DESC LIMIT 1) AS measures,
       (SELECT jsonb_agg(jsonb_build_array(day, seen) ORDER BY day) FROM (
            SELECT cast(started_at AS date) AS day, max(seen) AS seen FROM runs r
             WHERE r.source_id = h.source_id AND r.started_at > now() - make_interval(days => :days)
               AND r.status <> 'running' AND r.{ASKED_SOURCE} GROUP BY 1) y) AS days
  FROM (SELECT *, count(*) OVER () AS total FROM ({_STATES}) all_
         WHERE (cast(:state AS text) IS NULL OR state = :state)
           AND (cast(:words AS text) IS NULL
                OR position(lower(:words) IN lower(concat_ws(' ', name, title, base_url, reason))) > 0)
         ORDER BY array_position(cast(:order AS text[]), state), since NULLS LAST, source_id
        OFFSET :offset LIMIT cast(:limit AS bigint)) h
 CROSS JOIN LATERAL (SELECT {UPCOMING.format(source="h.source_id")} AS upcoming) held
 ORDER BY array_position(cast(:order AS text[]), h.state), h.since NULLS LAST, h.source_id
"""
