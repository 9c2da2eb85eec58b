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


def measure(connection: Connection, run: RunToken, end: RunEnd, own: PastRun) -> dict[str, float]:
    """What this run saw. A run that changed nothing has the measures of the last one, so that it costs nothing."""
    moment = own.as_of or own.started_at
    row = connection.execute(text(_OWN), {"id": run.run_id}).one()
    found: dict[str, float] = {"seconds": float(row.seconds)}
    if row.changes or row.last is None or row.last.get("events") != row.seen:
        contents = connection.execute(text(_CONTENTS), {"id": run.run_id, "now": moment}).mappings().one()
        found.update({name: float(value) for name, value in contents.items() if value is not None})
    else:
        found.update({name: value for name, value in _numbers(row.last).items() if name in _OF_CONTENTS})
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
           AND c.{ASKED_SOURCE}) AS changed_at,
       (SELECT l.decision -> 'measures' FROM runs l
         WHERE l.source_id = r.source_id AND l.spider = r.spider AND l.id <> r.id AND l.status = 'ok'
           AND l.{ASKED_SOURCE} AND coalesce(l.as_of, l.started_at) <= coalesce(r.as_of, r.started_at)
         ORDER BY coalesce(l.as_of, l.started_at) DESC LIMIT 1) AS last
  FROM runs r WHERE r.id = :id
"""

_OF_CONTENTS = ("events", "place", "hour", "picture", "price", "link", "past", "one_date", "one_title", "doubles")

_CONTENTS = """
WITH e AS (SELECT id, lower(title) AS title, venue_id, image_url IS NOT NULL AS has_picture,
                  price_text IS NOT NULL OR is_free IS NOT NULL AS has_price, url IS NOT NULL AS has_link
             FROM source_events
            WHERE id = ANY (ARRAY(SELECT unnest(new || changed || unchanged) FROM run_sightings WHERE run_id = :id))),
o AS (SELECT event_id, starts_at, ends_at, local_date, venue_id, time_known AND NOT all_day AS has_hour
        FROM source_occurrences
       WHERE id = ANY (ARRAY(SELECT unnest(occurrences) FROM run_sightings WHERE run_id = :id))
         AND withdrawn_at IS NULL),
times AS (SELECT event_id, min(starts_at) AS starts_at, min(local_date) AS day, bool_or(venue_id IS NOT NULL) AS placed,
                 max(coalesce(ends_at, starts_at + CASE WHEN has_hour THEN interval '0' ELSE interval '1 day' END))
                 AS over_at
            FROM o GROUP BY event_id),
listed AS (SELECT e.*, t.starts_at, t.placed, t.over_at FROM e LEFT JOIN times t ON t.event_id = e.id)
SELECT count(*) AS events,
       avg(cast(venue_id IS NOT NULL OR coalesce(placed, false) AS int)) AS place,
       avg(cast(has_picture AS int)) AS picture,
       avg(cast(has_price AS int)) AS price,
       avg(cast(has_link AS int)) AS link,
       avg(cast(over_at < :now AS int)) AS past,
       1 - (SELECT cast(count(*) AS float) FROM (SELECT DISTINCT title, starts_at, venue_id FROM listed) d)
           / nullif(count(*), 0) AS doubles,
       (SELECT avg(cast(has_hour AS int)) FROM o) AS hour,
       (SELECT max(n) / sum(n) FROM (SELECT count(*) AS n FROM times GROUP BY day) d) AS one_date,
       (SELECT max(n) / sum(n) FROM (SELECT count(*) AS n FROM e GROUP BY title) d) AS one_title
  FROM listed
"""
"""Reads the rows by arrays of ids, and few columns: this takes 18 ms for 5,000 events, and joins of whole rows 44."""

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
