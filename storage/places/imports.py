"""Adds the places of a gazetteer to the town, and joins what its sources already list with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from core.items import Venue
from storage.events.venues import ids_of
from storage.places import edits, link, reads
from storage.places import town as towns
from storage.places.gazetteer_file import KnownPlace

BY = "import"


@dataclass(frozen=True, slots=True)
class Imported:
    """`added`: places that nobody listed before. `joined`: places that their sources list. `aliases`: names that were
    added to a place. `suggested`: pairs that wait for a person."""

    places: int = 0
    added: int = 0
    joined: int = 0
    aliases: int = 0
    suggested: int = 0


def import_places(connection: Connection, known: Sequence[KnownPlace]) -> Imported:
    """Each place's name, address, and coordinates are those of the file, unless a person has set others. The same file
    again changes nothing."""
    towns.lock(connection)
    before = link.link(connection)
    others = set(connection.execute(text("SELECT id FROM places")).scalars())
    venues = [Venue(name=one.name, address=one.address, **_degrees(one)) for one in known]
    ids = [next(iter(ids_of(connection, [venue]).values())) for venue in venues]
    linked = link.link(connection)
    place_ids = [_place_of(connection, venue_id) for venue_id in ids]
    for one, place_id in zip(known, place_ids, strict=True):
        _set(connection, place_id, one)
    aliases = sum(_add_aliases(connection, place_id, one) for one, place_id in zip(known, place_ids, strict=True))
    _house(connection, known, place_ids)
    added = len(set(place_ids) - others)
    suggested = before.suggested + linked.suggested
    return Imported(len(known), added, len(set(place_ids)) - added, aliases, suggested)


def _degrees(one: KnownPlace) -> dict[str, float]:
    return {} if one.point is None else {"latitude": one.point[0], "longitude": one.point[1]}


def _place_of(connection: Connection, venue_id: int) -> int:
    place_id = reads.place_id_of(connection, venue_id)
    assert place_id is not None, "every venue has a place after linking"
    return place_id


def _set(connection: Connection, place_id: int, one: KnownPlace) -> None:
    latitude, longitude = one.point or (None, None)
    connection.execute(
        text(_SET),
        {
            "id": place_id,
            "name": one.name,
            "address": one.address,
            "latitude": latitude,
            "longitude": longitude,
            "by": BY,
        },
    )


def _add_aliases(connection: Connection, place_id: int, one: KnownPlace) -> int:
    """How many are new. A place that has the alias already becomes one with this place, unless a person keeps them
    apart."""
    added = 0
    for alias in one.aliases:
        for address in dict.fromkeys((None, one.address)):
            [venue_id] = ids_of(connection, [Venue(name=alias, address=address)]).values()
            other = reads.place_id_of(connection, venue_id)
            if other is None:
                connection.execute(text(_PUT), {"id": venue_id, "place_id": place_id, "by": BY, "alias": alias})
                added += address is None
            elif other != place_id and frozenset((other, place_id)) not in towns.kept_apart(connection):
                edits.merge(connection, other, place_id, by=BY)
                added += 1
    return added


def _house(connection: Connection, known: Sequence[KnownPlace], place_ids: Sequence[int]) -> None:
    by_name = {one.name.casefold(): place_id for one, place_id in zip(known, place_ids, strict=True)}
    for one, place_id in zip(known, place_ids, strict=True):
        if one.building is None:
            continue
        building_id = by_name.get(one.building.casefold())
        if building_id is None:
            raise edits.PlaceRefused(f"{one.name}: the file has no building {one.building!r}.")
        place = reads.read_place(connection, place_id)
        if place is not None and place.building_id != building_id:
            edits.house(connection, place_id, building_id, by=BY)


_SET = """
UPDATE places
   SET kind = 'place', name = CASE WHEN coalesce(named_by, :by) = :by THEN :name ELSE name END,
       address = CASE WHEN coalesce(named_by, :by) = :by THEN coalesce(:address, address) ELSE address END,
       named_by = coalesce(named_by, :by),
       latitude = CASE WHEN coalesce(located_by, :by) = :by THEN coalesce(:latitude, latitude) ELSE latitude END,
       longitude = CASE WHEN coalesce(located_by, :by) = :by THEN coalesce(:longitude, longitude) ELSE longitude END,
       located_by = CASE WHEN cast(:latitude AS float8) IS NULL THEN located_by ELSE coalesce(located_by, :by) END
 WHERE id = :id
"""

_PUT = """
UPDATE venues SET place_id = :place_id, placed_by = :by, placed_because = 'another name: ' || :alias WHERE id = :id
"""
