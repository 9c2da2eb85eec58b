"""Reads the town's places with their spellings, and writes what people see of a place from its spellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, text

from storage.matching.same_place import Point
from storage.places.grouping import Group
from storage.places.lexicon import Lexicon, lexicon
from storage.places.spelling import Parsed, Spelling, room_name, shown_address, shown_name

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Town:
    """`new`: spellings that were not compared yet."""

    groups: dict[int, Group]
    new: Sequence[Parsed]
    lexicon: Lexicon


def lock(connection: Connection) -> None:
    """Until the end of the transaction, nobody else changes places."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('places'))"))


def has_new(connection: Connection) -> bool:
    return bool(connection.execute(text("SELECT EXISTS (SELECT FROM venues WHERE place_id IS NULL)")).scalar_one())


def read_town(connection: Connection) -> Town:
    rows = connection.execute(
        text("""SELECT v.id, v.name, v.address, v.latitude, v.longitude, v.place_id, p.building_id,
                       p.housed_by IS NOT NULL AS fixed
                  FROM venues v LEFT JOIN places p ON p.id = v.place_id ORDER BY v.id""")
    ).all()
    spellings = [Spelling(row.id, row.name, row.address, _point(row.latitude, row.longitude)) for row in rows]
    words = lexicon(spellings)
    groups: dict[int, Group] = {}
    new = []
    for row, spelling in zip(rows, spellings, strict=True):
        parsed = words.parse(spelling)
        if row.place_id is None:
            new.append(parsed)
        else:
            group = groups.setdefault(row.place_id, Group(row.place_id, [], row.building_id, row.fixed))
            group.members.append(parsed)
    return Town(groups, new, words)


def kept_apart(connection: Connection) -> frozenset[frozenset[int]]:
    """Pairs of places that a person keeps apart."""
    rows = connection.execute(
        text("""SELECT v.place_id, o.place_id FROM place_suggestions s JOIN venues v ON v.id = s.venue_id
                  JOIN venues o ON o.id = s.other_id
                 WHERE s.state = 'refused' AND v.place_id IS NOT NULL AND o.place_id IS NOT NULL""")
    )
    return frozenset(frozenset(pair) for pair in rows)


def show(connection: Connection, town: Town, place_ids: Collection[int]) -> None:
    """Writes name, address, coordinates, and kind of these places, and of the rooms in them, as their spellings give
    them. What a person set stays."""
    rooms = {group.place_id for group in town.groups.values() if group.building_id in place_ids}
    wanted = [town.groups[place_id] for place_id in sorted({*place_ids, *rooms}) if place_id in town.groups]
    if not wanted:
        return
    shown = [_shown(group, town) for group in wanted]
    parameters = {
        "ids": [group.place_id for group in wanted],
        "kinds": [str(group.members[0].kind) for group in wanted],
        "names": [name for name, _, _ in shown],
        "addresses": [address for _, address, _ in shown],
        "latitudes": [None if point is None else point[0] for _, _, point in shown],
        "longitudes": [None if point is None else point[1] for _, _, point in shown],
    }
    connection.execute(text(_SHOW), parameters)


def _shown(group: Group, town: Town) -> tuple[str | None, str | None, Point | None]:
    """The name that most spellings give, the most complete address, and the point that most give."""
    spellings = [parsed.spelling for parsed in group.members]
    name = _most(shown_name(one) for one in spellings)
    if group.building_id is not None and group.building_id in town.groups:
        building = town.groups[group.building_id].members
        name = _most(room_name(one, building, town.lexicon.gazetteer) for one in spellings)
    addresses = [address for one in spellings if (address := shown_address(one))]
    return name, max(addresses, key=len, default=None), _most(one.point for one in spellings)


def _most(values: Iterable[T | None]) -> T | None:
    """The value that occurs most, the first of those that occur equally often."""
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else (latitude, longitude)


_SHOW = """
UPDATE places p
   SET kind = s.kind, name = CASE WHEN p.named_by IS NULL THEN s.name ELSE p.name END,
       address = CASE WHEN p.named_by IS NULL THEN s.address ELSE p.address END,
       latitude = CASE WHEN p.located_by IS NULL OR replaced THEN s.latitude ELSE p.latitude END,
       longitude = CASE WHEN p.located_by IS NULL OR replaced THEN s.longitude ELSE p.longitude END,
       located_by = CASE WHEN NOT replaced THEN p.located_by END
  FROM unnest(cast(:ids AS integer[]), cast(:kinds AS text[]), cast(:names AS text[]), cast(:addresses AS text[]),
              cast(:latitudes AS double precision[]), cast(:longitudes AS double precision[]))
       AS s (id, kind, name, address, latitude, longitude)
  JOIN LATERAL (
       SELECT coalesce(q.located_by LIKE 'geocoder: %' AND s.latitude IS NOT NULL, false) AS replaced
         FROM places q WHERE q.id = s.id) geocoded ON true
 WHERE p.id = s.id AND (p.kind, p.name, p.address, p.latitude, p.longitude)
                       IS DISTINCT FROM (s.kind, s.name, s.address, s.latitude, s.longitude)
"""
