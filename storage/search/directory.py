"""Lists what people can choose from: venues, categories, and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from storage.runs.ledger import ASKED_SOURCE
from storage.search.distance import km
from storage.search.fragments import Fragment, all_of, compose

EVENTS_AT = """
    (SELECT count(DISTINCT x.event_id) FROM event_search x
      WHERE x.venue_id = ANY (ARRAY(SELECT v.id UNION ALL SELECT p.id FROM places p WHERE p.building_id = v.id))
        AND NOT x.hidden AND NOT x.withdrawn)"""
"""The events at the place v and in its rooms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueEntry:
    """A venue, and how many of its events people see, past ones included. `key`: what lists are sorted by.
    `location_credit`: whose data a geocoder's coordinates are; only of a single venue."""

    id: int
    name: str | None
    address: str | None
    latitude: float | None
    longitude: float | None
    events: int
    distance_km: float | None
    key: float | str
    location_credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryEntry:
    """A category as one of its events spells it, and how many events that people see have it in any case."""

    name: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A source as people see it. `events`: those that it lists, also if another source's listing is shown.
    `last_good_run_at`: end of the last run with status `ok`."""

    name: str
    title: str
    base_url: str
    timezone: str
    enabled: bool
    events: int
    last_good_run_at: datetime | None


def venues(
    connection: Connection,
    *,
    words: str | None,
    near: tuple[float, float] | None,
    after: tuple[float | str, int] | None,
    limit: int,
) -> Sequence[VenueEntry]:
    """By distance if a point is given, otherwise by name: buildings and other places, no rooms. `words` begin a word of
    the name, as people see it or as a source or one of its rooms spells it, or resemble it."""
    distance, key = Fragment("NULL::float8", ()), Fragment("lower(coalesce(v.name, v.address, ''))", ("v",))
    tests = []
    if near is not None:
        distance = key = km("v", near)
        tests.append(Fragment("v.latitude IS NOT NULL AND v.longitude IS NOT NULL", ("v",)))
    if words is not None:
        tests.append(_named_like(words))
    if after is not None:
        position: dict[str, object] = {"after": after[0], "after_id": after[1]}
        tests.append(Fragment(f"({key.text}, v.id) > (:after, :after_id)", ("v",), {**key.parameters, **position}))
    statement = compose(
        """
        SELECT v.*, {events} AS events
          FROM (SELECT v.id, v.name, v.address, v.latitude, v.longitude, {distance} AS distance_km, {key} AS key
                  FROM shown_venues v WHERE v.venue_id = v.id AND v.kind = 'place' AND {tests}
                 ORDER BY {key}, v.id LIMIT :limit) v
         ORDER BY v.key, v.id""",
        events=EVENTS_AT,
        distance=distance,
        key=key,
        tests=all_of(*tests),
    )
    rows = connection.execute(text(statement.text), {**statement.parameters, "limit": limit})
    return [VenueEntry(**row) for row in rows.mappings()]


def _named_like(words: str) -> Fragment:
    escaped = "".join(f"\\{letter}" if letter in "\\%_" else letter for letter in words)
    return Fragment(
        """v.id IN (SELECT s.id FROM shown_venues s CROSS JOIN LATERAL (VALUES (s.name), (s.spelled)) n (name)
                     WHERE n.name ILIKE :begins OR n.name ILIKE :within OR word_similarity(:words, n.name) >= 0.4)""",
        ("v",),
        {"words": words, "begins": f"{escaped}%", "within": f"% {escaped}%"},
    )


def venue(connection: Connection, venue_id: int) -> VenueEntry | None:
    """The place of a venue, which may have another id; of a room, the room."""
    row = (
        connection.execute(
            text(f"""
                SELECT v.*, NULL::float8 AS distance_km, '' AS key, {EVENTS_AT} AS events,
                       (SELECT substr(p.located_by, 11) FROM places p
                         WHERE p.id = v.id AND p.located_by LIKE 'geocoder: %') AS location_credit
                  FROM (SELECT place_id AS id, name, address, latitude, longitude FROM shown_venues
                         WHERE venue_id = :id) v"""),
            {"id": venue_id},
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else VenueEntry(**row)


def categories(connection: Connection, *, most: int) -> Sequence[CategoryEntry]:
    """The `most` categories with the most events, in that order."""
    rows = connection.execute(
        text("""
            SELECT coalesce((SELECT c FROM events e, unnest(e.categories) c
                              WHERE e.id = k.example AND left(lower(c), 200) = substr(k.mark, 4) LIMIT 1),
                            substr(k.mark, 4)) AS name, k.events
              FROM (SELECT mark, count(*) AS events, max(event_id) AS example
                      FROM event_search x, unnest(x.marks) mark
                     WHERE x.entry_id > 0 AND NOT x.hidden AND NOT x.withdrawn AND mark LIKE '#c:%'
                     GROUP BY mark ORDER BY events DESC, mark LIMIT :most) k
             ORDER BY k.events DESC, k.mark"""),
        {"most": most},
    )
    return [CategoryEntry(**row) for row in rows.mappings()]


def sources(connection: Connection) -> Sequence[SourceEntry]:
    """By title."""
    rows = connection.execute(
        text(f"""
            SELECT s.name, s.title, s.base_url, s.timezone, s.enabled,
                   (SELECT count(*) FROM event_search x
                     WHERE x.marks @> ARRAY['#s:' || s.id] AND x.entry_id > 0 AND NOT x.hidden AND NOT x.withdrawn)
                       AS events,
                   (SELECT max(r.finished_at) FROM runs r
                     WHERE r.source_id = s.id AND r.status = 'ok' AND r.{ASKED_SOURCE})
                       AS last_good_run_at
              FROM sources s ORDER BY s.title, s.id""")
    )
    return [SourceEntry(**row) for row in rows.mappings()]
