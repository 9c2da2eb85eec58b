"""Finds the places of new venues after a run: only what is new is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from storage.matching.place_names import Name
from storage.places import town as towns
from storage.places.grouping import Changes, Group, Grouping, Suggestion
from storage.places.spelling import Spelling, segment_of, shown_address
from storage.places.town import Town


@dataclass(frozen=True, slots=True)
class Linked:
    """`new`: venues that were compared. `joined`: those that are one place with another. `rooms`: places that got a
    building."""

    new: int = 0
    joined: int = 0
    rooms: int = 0
    suggested: int = 0


def link(connection: Connection) -> Linked:
    """Gives each new venue its place, in one transaction with the caller's. Without new venues, nothing is read."""
    if not towns.has_new(connection):
        return Linked()
    towns.lock(connection)
    town = towns.read_town(connection)
    known = set(town.groups)
    changes = Grouping(list(town.groups.values()), town.lexicon, towns.kept_apart(connection)).place(town.new)
    _write(connection, town, changes)
    after = towns.read_town(connection)
    touched = {place_id for place_id, _ in changes.joined.values()} | {*changes.merged.values(), *changes.buildings}
    touched |= _add_buildings(connection, after, changes.new_buildings)
    if changes.new_buildings:
        after = towns.read_town(connection)
    towns.show(connection, after, touched)
    suggested = suggest(connection, changes.suggestions)
    joined = sum(place_id != venue_id or place_id in known for venue_id, (place_id, _) in changes.joined.items())
    rooms = sum(group.building_id is not None for place_id, group in after.groups.items() if place_id not in known)
    return Linked(len(town.new), joined, rooms, suggested)


def suggest(connection: Connection, suggestions: list[Suggestion]) -> int:
    """Adds pairs for a person to decide. Pairs that someone has decided stay as they are."""
    pairs = {(min(one.venue_id, one.other_id), max(one.venue_id, one.other_id)): one.reason for one in suggestions}
    if not pairs:
        return 0
    added = connection.execute(
        text("""INSERT INTO place_suggestions (venue_id, other_id, reason)
                SELECT * FROM unnest(cast(:venues AS integer[]), cast(:others AS integer[]), cast(:reasons AS text[]))
                ON CONFLICT (venue_id, other_id) DO NOTHING"""),
        {
            "venues": [venue_id for venue_id, _ in pairs],
            "others": [other_id for _, other_id in pairs],
            "reasons": list(pairs.values()),
        },
    )
    return added.rowcount


def _write(connection: Connection, town: Town, changes: Changes) -> None:
    kinds = {parsed.spelling.venue_id: str(parsed.kind) for parsed in town.new}
    own = [venue_id for venue_id, (place_id, _) in changes.joined.items() if place_id == venue_id]
    connection.execute(
        text("""INSERT INTO places (id, kind, name, address, latitude, longitude)
                SELECT n.id, n.kind, v.name, v.address, v.latitude, v.longitude
                  FROM unnest(cast(:ids AS integer[]), cast(:kinds AS text[])) AS n (id, kind)
                  JOIN venues v ON v.id = n.id"""),
        {"ids": own, "kinds": [kinds[venue_id] for venue_id in own]},
    )
    connection.execute(
        text("""UPDATE venues v SET place_id = n.place_id, placed_by = 'rules', placed_because = n.reason
                  FROM unnest(cast(:ids AS integer[]), cast(:places AS integer[]), cast(:reasons AS text[]))
                       AS n (id, place_id, reason) WHERE v.id = n.id"""),
        {
            "ids": list(changes.joined),
            "places": [place_id for place_id, _ in changes.joined.values()],
            "reasons": [reason for _, reason in changes.joined.values()],
        },
    )
    for gone, kept in changes.merged.items():
        merge(connection, gone, kept)
    house(connection, changes.buildings)


def merge(connection: Connection, gone: int, kept: int) -> None:
    """Moves all venues and rooms of a place to another one, and drops it."""
    parameters = {"gone": gone, "kept": kept}
    connection.execute(text("UPDATE venues SET place_id = :kept WHERE place_id = :gone"), parameters)
    connection.execute(
        text("UPDATE places SET building_id = nullif(cast(:kept AS integer), id) WHERE building_id = :gone"), parameters
    )
    connection.execute(text("DELETE FROM places WHERE id = :gone"), parameters)


def house(connection: Connection, buildings: Mapping[int, int]) -> None:
    """Puts rooms in buildings, both by place id."""
    connection.execute(
        text("""UPDATE places p SET building_id = b.building_id
                  FROM unnest(cast(:rooms AS integer[]), cast(:buildings AS integer[])) AS b (id, building_id)
                 WHERE p.id = b.id"""),
        {"rooms": list(buildings), "buildings": list(buildings.values())},
    )


def _add_buildings(connection: Connection, town: Town, wanted: Mapping[Name, list[int]]) -> set[int]:
    """Places for buildings that no source lists without a room."""
    touched = set()
    for name, parts in wanted.items():
        groups = [town.groups[part] for part in parts if part in town.groups]
        groups = [group for group in groups if group.building_id is None]
        written = _written(groups, name, town)
        if len(groups) < 2 or written is None:
            continue
        building_id = add_venue(connection, written, by="rules", because=f"the building of {len(groups)} rooms")
        if building_id in town.groups:
            building_id = town.groups[building_id].building_id or building_id
        rooms = [group.place_id for group in groups if group.place_id != building_id]
        house(connection, dict.fromkeys(rooms, building_id))
        touched |= {building_id, *rooms}
    return touched


def _written(groups: list[Group], name: Name, town: Town) -> Spelling | None:
    """Name and address of the building, as the first of its rooms writes them."""
    for group in groups:
        for member in group.members:
            if segment := segment_of(member.spelling, name, town.lexicon.gazetteer):
                return Spelling(0, segment, shown_address(member.spelling), member.spelling.point)
    return None


def add_venue(connection: Connection, spelling: Spelling, *, by: str, because: str) -> int:
    """Adds a venue that no source lists, with a place of its own; later listings that are spelled alike find it.

    Returns the id of its place, which is not new if the spelling is known.
    """
    alias = "|".join(" ".join((part or "").casefold().split()) for part in (spelling.name, spelling.address))
    known = connection.execute(
        text("SELECT v.id, v.place_id FROM venue_aliases a JOIN venues v ON v.id = a.venue_id WHERE a.alias = :alias"),
        {"alias": alias},
    ).one_or_none()
    if known is not None and known.place_id is not None:
        return int(known.place_id)
    if known is not None:
        connection.execute(text(_OWN_PLACE), {"id": known.id, "by": by, "because": because})
        return int(known.id)
    latitude, longitude = spelling.point or (None, None)
    added: int = connection.execute(
        text("""WITH number AS (SELECT nextval(pg_get_serial_sequence('venues', 'id'))::integer AS id),
                     place AS (INSERT INTO places (id, kind) SELECT id, 'place' FROM number RETURNING id),
                     venue AS (INSERT INTO venues (id, name, address, latitude, longitude, place_id, placed_by,
                                                   placed_because)
                               SELECT id, :name, :address, :latitude, :longitude, id, :by, :because FROM place
                               RETURNING id)
                INSERT INTO venue_aliases (alias, venue_id) SELECT :alias, id FROM venue RETURNING venue_id"""),
        {
            "name": spelling.name,
            "address": spelling.address,
            "latitude": latitude,
            "longitude": longitude,
            "by": by,
            "because": because,
            "alias": alias,
        },
    ).scalar_one()
    return added


_OWN_PLACE = """
WITH place AS (INSERT INTO places (id, kind) VALUES (:id, 'place'))
UPDATE venues SET place_id = id, placed_by = :by, placed_because = :because WHERE id = :id
"""
