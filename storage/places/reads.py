"""Reads places for people who maintain them: with spellings, rooms, and open suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """`name`: a room's own name, without its building. `events`: those that people see, of this place alone."""

    id: int
    kind: str
    name: str | None
    address: str | None
    latitude: float | None
    longitude: float | None
    building_id: int | None
    building: str | None
    named_by: str | None
    located_by: str | None
    spellings: int
    rooms: int
    events: int

    @property
    def label(self) -> str:
        own = self.name or self.address or "unnamed place"
        return own if self.building is None else f"{self.building} ({own})"

    @property
    def degrees(self) -> str | None:
        return None if self.latitude is None else f"{self.latitude}, {self.longitude}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellingEntry:
    """A venue of a place. `by`: `rules`, `import`, or a person; `sources`: the titles of those that write it so."""

    id: int
    name: str | None
    address: str | None
    by: str | None
    because: str | None
    sources: Sequence[str]
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionEntry:
    """Two places that may be one. `venue_id` and `other_id` name it; the places are those of the two venues now.
    `fuller_id`: the place whose name stays unless a person wants the other one's."""

    venue_id: int
    other_id: int
    reason: str
    state: str
    suggested_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    place_id: int
    place: str | None
    place_address: str | None
    other_place_id: int
    other_place: str | None
    other_address: str | None
    fuller_id: int

    def other_than(self, place_id: int) -> str:
        """`34 (Harbor Hall)`"""
        if self.place_id == place_id:
            return f"{self.other_place_id} ({self.other_place or self.other_address})"
        return f"{self.place_id} ({self.place or self.place_address})"


def place_id_of(connection: Connection, venue_id: int) -> int | None:
    """The place that an id leads to. None if there is no such venue, or if it was not compared yet."""
    found = connection.execute(text("SELECT place_id FROM venues WHERE id = :id"), {"id": venue_id})
    return found.scalar_one_or_none()


def fuller(connection: Connection, one: int, other: int) -> int:
    """The place whose name stays if the two become one: one that a person named, or with an address, coordinates, or
    more events."""
    found = connection.execute(
        text(f"SELECT f.id FROM places f WHERE f.id IN (:one, :other) ORDER BY {_FULLEST} LIMIT 1"),
        {"one": one, "other": other},
    )
    return int(found.scalar_one())


def list_places(
    connection: Connection, *, words: str | None = None, after: int = 0, limit: int = 50, kind: str = "place"
) -> list[PlaceEntry]:
    """By name, buildings before their rooms. `words` are part of a name, an address, or a spelling. `after`: skips."""
    rows = connection.execute(
        text(f"""
            {_PLACES} WHERE p.kind = :kind AND (cast(:words AS text) IS NULL OR p.id IN (
                SELECT v.place_id FROM venues v WHERE concat_ws(' ', v.name, v.address) ILIKE '%' || :words || '%')
                OR concat_ws(' ', p.name, p.address) ILIKE '%' || :words || '%')
             ORDER BY lower(coalesce(b.name, p.name, p.address)), p.building_id IS NOT NULL, lower(p.name), p.id
             LIMIT :limit OFFSET :after"""),
        {"kind": kind, "words": words, "limit": limit, "after": after},
    )
    return [PlaceEntry(**row) for row in rows.mappings()]


def read_place(connection: Connection, place_id: int) -> PlaceEntry | None:
    row = connection.execute(text(f"{_PLACES} WHERE p.id = :id"), {"id": place_id}).mappings().one_or_none()
    return None if row is None else PlaceEntry(**row)


def rooms(connection: Connection, place_id: int) -> list[PlaceEntry]:
    rows = connection.execute(
        text(f"{_PLACES} WHERE p.building_id = :id ORDER BY lower(p.name), p.id"), {"id": place_id}
    )
    return [PlaceEntry(**row) for row in rows.mappings()]


def spellings(connection: Connection, place_id: int) -> list[SpellingEntry]:
    rows = connection.execute(
        text("""
            SELECT v.id, v.name, v.address, v.placed_by AS by, v.placed_because AS because,
                   ARRAY(SELECT DISTINCT s.title FROM events e JOIN sources s ON s.id = e.source_id
                          WHERE e.venue_id = v.id ORDER BY 1) AS sources,
                   (SELECT count(*) FROM events e WHERE e.venue_id = v.id) AS events
              FROM venues v WHERE v.place_id = :id ORDER BY events DESC, v.id"""),
        {"id": place_id},
    )
    return [SpellingEntry(**row) for row in rows.mappings()]


def suggestions(
    connection: Connection, *, state: str = "open", place_id: int | None = None, limit: int = 100
) -> list[SuggestionEntry]:
    """Of places that are still two; those with the most events first."""
    rows = connection.execute(
        text(f"""
            SELECT s.*, v.place_id, a.name AS place, a.address AS place_address,
                   o.place_id AS other_place_id, b.name AS other_place, b.address AS other_address,
                   (SELECT f.id FROM places f WHERE f.id IN (v.place_id, o.place_id)
                     ORDER BY {_FULLEST} LIMIT 1) AS fuller_id
              FROM {_SUGGESTED}
              JOIN LATERAL (SELECT name, address FROM shown_venues WHERE venue_id = v.id) a ON true
              JOIN LATERAL (SELECT name, address FROM shown_venues WHERE venue_id = o.id) b ON true
             WHERE s.state = :state AND (v.place_id <> o.place_id OR s.state = 'accepted')
               AND (cast(:place_id AS integer) IS NULL OR :place_id IN (v.place_id, o.place_id))
             ORDER BY (SELECT count(*) FROM event_search x WHERE x.venue_id IN (v.place_id, o.place_id)) DESC,
                      s.venue_id, s.other_id LIMIT :limit"""),
        {"state": state, "place_id": place_id, "limit": limit},
    )
    return [SuggestionEntry(**row) for row in rows.mappings()]


_FULLEST = """
f.named_by IS NULL, f.name IS NULL, f.address IS NULL, f.latitude IS NULL,
(SELECT count(*) FROM event_search x WHERE x.venue_id = f.id) DESC, f.id"""

_SUGGESTED = "place_suggestions s JOIN venues v ON v.id = s.venue_id JOIN venues o ON o.id = s.other_id"
SUGGESTIONS = f"SELECT s.venue_id FROM {_SUGGESTED} WHERE s.state = 'open' AND v.place_id <> o.place_id"
"""Pairs that wait for an answer."""

_PLACES = """
SELECT p.id, p.kind, p.name, p.address, p.latitude, p.longitude, p.building_id, b.name AS building, p.named_by,
       p.located_by, (SELECT count(*) FROM venues v WHERE v.place_id = p.id) AS spellings,
       (SELECT count(*) FROM places r WHERE r.building_id = p.id) AS rooms,
       (SELECT count(DISTINCT x.event_id) FROM event_search x
         WHERE x.venue_id = p.id AND NOT x.hidden AND NOT x.withdrawn) AS events
  FROM places p LEFT JOIN places b ON b.id = p.building_id
"""
