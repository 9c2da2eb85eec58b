"""Measures what a run saw, and reads what earlier runs of its source measured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, text

from storage.health import listing
from storage.health.checks import FORGOTTEN_AFTER_DAYS, History, MeasuredRun, Measures
from storage.runs.judgment import PastRun, RunEnd
from storage.runs.ledger import ASKED_SOURCE, RunToken


def measure(connection: Connection, run: RunToken, end: RunEnd, own: PastRun, history: History) -> dict[str, float]:
    """What this run saw. A run that changed nothing has the measures of the last one, so that it costs nothing."""
    moment = own.as_of or own.started_at
    row = connection.execute(text(_OWN), {"id": run.run_id}).one()
    found: dict[str, float] = {"seconds": float(row.seconds)}
    if row.changes or not history.runs or history.runs[0].measures.get("events") != row.seen:
        contents = connection.execute(text(_CONTENTS), {"id": run.run_id, "now": moment}).mappings().one()
        found.update({name: float(value) for name, value in contents.items() if value is not None})
    else:
        found.update({name: value for name, value in history.runs[0].measures.items() if name in _OF_CONTENTS})
    if end.listed:
        found["coverage"] = min(1.0, (own.seen + end.rejected) / end.listed)
    if end.certificate_until is not None:
        found["certificate_days"] = (end.certificate_until - own.started_at) / timedelta(days=1)
    if end.robots:
        found["robots"] = float(
            crc32("\n".join(f"{host} {body}" for host, body in sorted(end.robots.items())).encode())
        )
    found.update(_listing(connection, run, end))
    if not row.changes and row.changed_at is not None:
        found["days_unchanged"] = (own.started_at - row.changed_at) / timedelta(days=1)
    return found


def _listing(connection: Connection, run: RunToken, end: RunEnd) -> dict[str, float]:
    """This run's comparison with the site's listing page, or the last one."""
    if end.listing_asked:
        share = listing.compare(connection, run.source_id, end.listing_titles)
        at = datetime.now(UTC)
    else:
        last = next(iter(listing.read_comparisons(connection, run.source_id, without=run.run_id)), None)
        if last is None:
            return {}
        share, at = last.share, last.at
    return {listing.AT: at.timestamp(), **({} if share is None else {listing.SHARE: share})}


def read_history(connection: Connection, run: RunToken, moment: datetime) -> History:
    """`moment`: what the run takes as the present. Runs of its day don't count: it would be compared with itself."""
    rows = connection.execute(
        text(_HISTORY), {"source_id": run.source_id, "id": run.run_id, "now": moment, "days": FORGOTTEN_AFTER_DAYS}
    ).all()
    longest = connection.execute(text(_LONGEST), {"source_id": run.source_id, "id": run.run_id}).scalar()
    return History(
        [MeasuredRun(row.at, _numbers(row.measures), frozenset(row.odd), row.accepted) for row in rows],
        None if longest is None else float(longest),
        listing.usual(listing.read_comparisons(connection, run.source_id, without=run.run_id)),
    )


def _numbers(stored: Any) -> Measures:
    return {name: float(value) for name, value in stored.items()}


_OWN = f"""
SELECT r.seen, r.new + r.changed + r.withdrawn AS changes, extract(epoch FROM now() - r.started_at) AS seconds,
       (SELECT max(c.started_at) FROM runs c
         WHERE c.source_id = r.source_id AND c.spider = r.spider AND c.new + c.changed + c.withdrawn > 0
           AND c.{ASKED_SOURCE}) AS changed_at
  FROM runs r WHERE r.id = :id
"""

_OF_CONTENTS = ("events", "place", "hour", "picture", "price", "link", "past", "one_date", "one_title", "doubles")

_CONTENTS = """
WITH e AS (SELECT * FROM source_events
            WHERE id IN (SELECT unnest(new || changed || unchanged) FROM run_sightings WHERE run_id = :id)),
o AS (SELECT * FROM source_occurrences
       WHERE id IN (SELECT unnest(occurrences) FROM run_sightings WHERE run_id = :id) AND withdrawn_at IS NULL),
times AS (SELECT event_id, min(starts_at) AS starts_at, min(local_date) AS day, bool_or(venue_id IS NOT NULL) AS placed,
                 max(coalesce(ends_at, starts_at + CASE WHEN time_known AND NOT all_day THEN interval '0'
                                                        ELSE interval '1 day' END)) AS over_at
            FROM o GROUP BY event_id)
SELECT count(*) AS events,
       avg(cast(e.venue_id IS NOT NULL OR coalesce(t.placed, false) AS int)) AS place,
       avg(cast(e.image_url IS NOT NULL AS int)) AS picture,
       avg(cast(e.price_text IS NOT NULL OR e.is_free IS NOT NULL AS int)) AS price,
       avg(cast(e.url IS NOT NULL AS int)) AS link,
       avg(cast(t.over_at < :now AS int)) AS past,
       1 - cast(count(DISTINCT (lower(e.title), t.starts_at, e.venue_id)) AS float) / nullif(count(*), 0) AS doubles,
       (SELECT avg(cast(time_known AND NOT all_day AS int)) FROM o) AS hour,
       (SELECT max(n) / sum(n) FROM (SELECT count(*) AS n FROM times GROUP BY day) d) AS one_date,
       (SELECT max(n) / sum(n) FROM (SELECT count(*) AS n FROM e GROUP BY lower(title)) d) AS one_title
  FROM e LEFT JOIN times t ON t.event_id = e.id
"""

_HISTORY = f"""
SELECT at, measures, accepted, odd FROM (
    SELECT DISTINCT ON (cast(coalesce(r.as_of, r.started_at) AS date)) coalesce(r.as_of, r.started_at) AS at,
           r.decision -> 'measures' AS measures, r.decision ->> 'accepted_by' IS NOT NULL AS accepted,
           jsonb_path_query_array(r.decision, '$.checks[*] ? (@.odd == true).measure') AS odd
      FROM runs r JOIN runs own ON own.id = :id AND own.spider = r.spider
     WHERE r.source_id = :source_id AND r.id <> :id AND r.status = 'ok' AND r.{ASKED_SOURCE}
       AND r.decision ->> 'measures' IS NOT NULL AND r.decision -> 'measures' <> '{{}}'
       AND cast(coalesce(r.as_of, r.started_at) AS date) < cast(cast(:now AS timestamptz) AS date)
       AND coalesce(r.as_of, r.started_at) > cast(:now AS timestamptz) - make_interval(days => :days)
     ORDER BY cast(coalesce(r.as_of, r.started_at) AS date) DESC, r.started_at DESC) d
 ORDER BY at DESC
"""

_LONGEST = f"""
SELECT extract(epoch FROM max(gap)) / 86400 FROM (
    SELECT r.started_at - lag(r.started_at) OVER (ORDER BY r.started_at) AS gap
      FROM runs r JOIN runs own ON own.id = :id AND own.spider = r.spider
     WHERE r.source_id = :source_id AND r.{ASKED_SOURCE} AND r.new + r.changed + r.withdrawn > 0) gaps
HAVING count(gap) >= 3
"""
"""Days between two runs that changed something. Four such runs are needed."""
