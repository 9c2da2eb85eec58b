"""Venues by their aliases: finds their ids, and adds the ones that the database does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, text

from core.items import EventItem, Venue
from storage.events.rows import venue_alias


def ids_of(connection: Connection, venues: Iterable[Venue | None]) -> dict[str, int]:
    """The id of each venue by its alias. Venues without name and address have none."""
    by_alias = {alias: venue for venue in venues if (alias := venue_alias(venue)) is not None}
    if not by_alias:
        return {}
    known = _known(connection, by_alias)
    unknown = sorted(by_alias.keys() - known.keys())
    if unknown:
        parameters: dict[str, list[object]] = {"aliases": list(unknown)}
        for name in ("name", "address", "latitude", "longitude"):
            parameters[name] = [getattr(by_alias[alias], name) for alias in unknown]
        connection.execute(text(_ADD), parameters)
        known |= _known(connection, unknown)
    return known


def own_venue_ids(connection: Connection, items: Iterable[EventItem]) -> dict[str, int]:
    """As `ids_of`, of the venues that occurrences have of their own."""
    return ids_of(connection, (one.venue for item in items for one in item.occurrences if one.venue is not None))


def known_place(connection: Connection, venue: Venue) -> int | None:
    """The id of the place that people see under this name. None if an address is given, or if there are several."""
    if venue.address is not None or venue.name is None:
        return None
    found = connection.execute(
        text("""SELECT min(id) FROM (SELECT DISTINCT id FROM shown_venues WHERE lower(name) = lower(:name)) v
                HAVING count(*) = 1"""),
        {"name": venue.name},
    )
    return found.scalar_one_or_none()


def place_names(connection: Connection) -> list[str]:
    """Of all places that people see."""
    return list(
        connection.execute(
            text("SELECT DISTINCT name FROM shown_venues WHERE name IS NOT NULL ORDER BY name")
        ).scalars()
    )


def _known(connection: Connection, aliases: Collection[str]) -> dict[str, int]:
    found = connection.execute(
        text("SELECT alias, venue_id FROM venue_aliases WHERE alias = ANY (cast(:aliases AS text[]))"),
        {"aliases": sorted(aliases)},
    )
    return {row.alias: row.venue_id for row in found}


_ADD = """
WITH numbered AS (
    SELECT *, nextval(pg_get_serial_sequence('venues', 'id')) AS id
      FROM unnest(cast(:aliases AS text[]), cast(:name AS text[]), cast(:address AS text[]),
                  cast(:latitude AS double precision[]), cast(:longitude AS double precision[]))
           AS staged (alias, name, address, latitude, longitude)),
added AS (
    INSERT INTO venue_aliases (alias, venue_id) SELECT alias, id FROM numbered
    ON CONFLICT (alias) DO NOTHING RETURNING venue_id)
INSERT INTO venues (id, name, address, latitude, longitude)
SELECT id, name, address, latitude, longitude FROM numbered JOIN added ON venue_id = id
"""
