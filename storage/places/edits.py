"""What a person decides about places. It survives every run: the rules only place venues that have no place yet."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, text

from storage.places import link, reads
from storage.places import town as towns


class PlaceRefused(ValueError):
    """The change can't be made. The message says why, and what to do."""


class NoSuchVenue(PlaceRefused):
    """There is no venue with this id."""


def merge(connection: Connection, gone: int, kept: int, *, by: str) -> int:
    """Makes two places one, and returns its id. Both ids may be those of any of their venues. The name of `kept` stays;
    what it lacks (an address, coordinates), or a person set only for the other place, is the other's."""
    towns.lock(connection)
    gone, kept = _place(connection, gone), _place(connection, kept)
    if gone == kept:
        raise PlaceRefused(f"{gone} and {kept} are already one place.")
    _settle(connection, gone, kept, "accepted", by)
    connection.execute(text(_KEEP), {"gone": gone, "kept": kept, "by": by})
    connection.execute(
        text("UPDATE venues SET placed_by = :by, placed_because = 'merged' WHERE place_id = :gone"),
        {"by": by, "gone": gone},
    )
    link.merge(connection, gone, kept)
    _show(connection, kept)
    return kept


def split(connection: Connection, venue_ids: Collection[int], *, by: str) -> tuple[int, int]:
    """Takes venues out of their place, into a new one together. The rules never join the two again. Returns the ids of
    the place they left and of the new one."""
    towns.lock(connection)
    leaving = set(venue_ids)
    found = {_place(connection, venue_id) for venue_id in leaving}
    if len(found) != 1:
        raise PlaceRefused("Name spellings of one place: `venues show ID` lists them.")
    [place_id] = found
    members = {one.id for one in reads.spellings(connection, place_id)}
    staying = members - leaving
    if not staying or not leaving:
        raise PlaceRefused(f"Place {place_id} needs at least one other spelling: name those that are another place.")
    moved = leaving if place_id in staying else staying
    new_id = min(moved)
    connection.execute(text(_COPY), {"id": place_id, "new": new_id})
    connection.execute(
        text("UPDATE venues SET place_id = :new, placed_by = :by, placed_because = 'split' WHERE id = ANY (:moved)"),
        {"new": new_id, "by": by, "moved": sorted(moved)},
    )
    if moved is staying:
        _swap(connection, place_id, new_id)
    left, taken = (place_id, new_id) if moved is leaving else (new_id, place_id)
    connection.execute(text("UPDATE places SET named_by = NULL, located_by = NULL WHERE id = :id"), {"id": taken})
    _settle(connection, place_id, new_id, "refused", by)
    _show(connection, place_id, new_id)
    return left, taken


def rename(connection: Connection, venue_id: int, *, name: str | None, address: str | None, by: str) -> int:
    """Sets what people see. None: as it is. Returns the place's id."""
    towns.lock(connection)
    place_id = _place(connection, venue_id)
    connection.execute(
        text("""UPDATE places SET name = coalesce(:name, name), address = coalesce(:address, address), named_by = :by
                 WHERE id = :id"""),
        {"id": place_id, "name": name, "address": address, "by": by},
    )
    return place_id


def locate(connection: Connection, venue_id: int, latitude: float, longitude: float, *, by: str) -> int:
    """Sets a place's coordinates, in degrees. Returns its id."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise PlaceRefused(f"{latitude}, {longitude} are not degrees.")
    towns.lock(connection)
    place_id = _place(connection, venue_id)
    connection.execute(
        text("UPDATE places SET latitude = :latitude, longitude = :longitude, located_by = :by WHERE id = :id"),
        {"id": place_id, "latitude": latitude, "longitude": longitude, "by": by},
    )
    return place_id


def house(connection: Connection, room: int, building: int | None, *, by: str) -> int:
    """Puts a room in a building, or takes it out. Returns the room's place id."""
    towns.lock(connection)
    room_id = _place(connection, room)
    building_id = None if building is None else _place(connection, building)
    if building_id == room_id:
        raise PlaceRefused("A place can't be inside itself.")
    if building_id is not None:
        _check_levels(connection, room_id, building_id)
    connection.execute(
        text("UPDATE places SET building_id = :building, housed_by = :by WHERE id = :room"),
        {"building": building_id, "by": by, "room": room_id},
    )
    _show(connection, room_id)
    return room_id


def accept(connection: Connection, one: int, other: int, *, inside: bool, keep: int | None = None, by: str) -> int:
    """Makes two places one for good. The name of the fuller one stays, or that of `keep`. `inside`: makes `one` a room
    of `other` instead. Returns the place that people see."""
    if not inside:
        places = _place(connection, one), _place(connection, other)
        kept = reads.fuller(connection, *places) if keep is None else _place(connection, keep)
        if kept not in places:
            raise PlaceRefused(f"{keep} is neither {one} nor {other}: name one of them to keep its name.")
        return merge(connection, *(places if kept == places[1] else places[::-1]), by=by)
    building = _place(connection, other)
    house(connection, one, other, by=by)
    _settle(connection, _place(connection, one), building, "accepted", by)
    return building


def refuse(connection: Connection, one: int, other: int, *, by: str) -> None:
    """Keeps two places apart. The rules don't suggest or join them again."""
    towns.lock(connection)
    left, right = _place(connection, one), _place(connection, other)
    if left == right:
        raise PlaceRefused(f"{one} and {other} are one place: `venues split` takes spellings out of it.")
    _settle(connection, left, right, "refused", by)


def _place(connection: Connection, venue_id: int) -> int:
    found = reads.place_id_of(connection, venue_id)
    if found is None:
        raise NoSuchVenue(f"There is no venue {venue_id}.")
    return found


def _check_levels(connection: Connection, room_id: int, building_id: int) -> None:
    building = reads.read_place(connection, building_id)
    if building is not None and building.building_id is not None:
        raise PlaceRefused(f"{building.label} is itself a room: name its building, {building.building_id}.")
    if reads.rooms(connection, room_id):
        raise PlaceRefused(f"Place {room_id} has rooms of its own, so it can't be a room.")


def _settle(connection: Connection, one: int, other: int, state: str, by: str) -> None:
    """Records the decision about two places, and closes the suggestions about any of their venues."""
    parameters = {"low": min(one, other), "high": max(one, other), "state": state, "by": by}
    connection.execute(text(_SETTLE), parameters)
    connection.execute(text(_RECORD), parameters)


def _swap(connection: Connection, place_id: int, new_id: int) -> None:
    """The rooms stay with the spellings that stayed."""
    connection.execute(
        text("UPDATE places SET building_id = :new WHERE building_id = :id"), {"id": place_id, "new": new_id}
    )


def _show(connection: Connection, *place_ids: int) -> None:
    towns.show(connection, towns.read_town(connection), place_ids)


_KEEP = """
UPDATE places k SET name = coalesce(k.name, g.name), named_by = coalesce(k.named_by, :by),
       address = CASE WHEN k.address IS NULL OR (k.named_by IS NULL AND length(g.address) > length(k.address))
                      THEN g.address ELSE k.address END,
       (latitude, longitude, located_by) = (
           SELECT p.latitude, p.longitude, p.located_by
             FROM (VALUES (k.latitude, k.longitude, k.located_by), (g.latitude, g.longitude, g.located_by))
                  AS p (latitude, longitude, located_by)
            ORDER BY p.located_by IS NULL, p.latitude IS NULL LIMIT 1),
       building_id = nullif(k.building_id, g.id)
  FROM places g WHERE k.id = :kept AND g.id = :gone
"""
"""The place that stays keeps its name, however many spellings it gets."""

_COPY = """
INSERT INTO places (id, kind, name, address, latitude, longitude, building_id, named_by, located_by, housed_by)
SELECT :new, kind, name, address, latitude, longitude, building_id, named_by, located_by, housed_by
  FROM places WHERE id = :id
"""

_SETTLE = """
UPDATE place_suggestions s SET state = :state, decided_by = :by, decided_at = now()
  FROM venues v, venues o
 WHERE v.id = s.venue_id AND o.id = s.other_id
   AND ((v.place_id, o.place_id) = (:low, :high) OR (v.place_id, o.place_id) = (:high, :low))
"""

_RECORD = """
INSERT INTO place_suggestions (venue_id, other_id, reason, state, decided_by, decided_at)
VALUES (:low, :high, 'decided by a person', :state, :by, now())
ON CONFLICT (venue_id, other_id) DO UPDATE SET state = :state, decided_by = :by, decided_at = now()
"""
