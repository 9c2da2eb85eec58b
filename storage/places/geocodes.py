"""Places whose coordinates a geocoder may find, and its answers, which are kept so that nothing is asked twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, text

from storage.matching.same_place import Point

ASKED_AGAIN = timedelta(days=30)
"""After this time an address that was not found is asked again."""
FEWEST_KNOWN = 3
"""With fewer located places, it isn't known where the town is."""
BY = "geocoder: "
"""Begins `places.located_by`; the credit for the data follows."""


@dataclass(frozen=True, slots=True)
class Unlocated:
    """A place with an address and no coordinates."""

    place_id: int
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Geocode:
    """`point`: latitude and longitude in degrees (WGS 84); None: not found. `credit`: whose data it is."""

    point: Point | None
    credit: str


def hold(connection: Connection) -> bool:
    """Makes this the only process that asks, until the end of the transaction. False: another one is at it."""
    held = connection.execute(text("SELECT pg_try_advisory_xact_lock(hashtext('geocoder'))"))
    return bool(held.scalar_one())


def unlocated(connection: Connection, *, place_id: int | None, limit: int) -> Sequence[Unlocated]:
    """Those with the most events first."""
    rows = connection.execute(
        text("""
            SELECT p.id, coalesce(b.name || ' (' || p.name || ')', p.name, p.address) AS label,
                   coalesce(b.address, p.address) AS address
              FROM places p LEFT JOIN places b ON b.id = p.building_id
             WHERE p.kind = 'place' AND coalesce(p.latitude, b.latitude) IS NULL
               AND coalesce(b.address, p.address) IS NOT NULL
               AND (cast(:id AS integer) IS NULL OR p.id = :id)
             ORDER BY (SELECT count(*) FROM event_search x WHERE x.venue_id = p.id) DESC, p.id LIMIT :limit"""),
        {"id": place_id, "limit": limit},
    )
    return [Unlocated(row.id, row.label, row.address) for row in rows]


def known(connection: Connection, address: str) -> Geocode | None:
    """The answer that is kept for an address; None: ask."""
    row = connection.execute(
        text("""SELECT latitude, longitude, credit FROM geocodes
                 WHERE address = :address AND (latitude IS NOT NULL OR asked_at > now() - cast(:again AS interval))"""),
        {"address": address, "again": ASKED_AGAIN},
    ).one_or_none()
    if row is None:
        return None
    return Geocode(None if row.latitude is None else (row.latitude, row.longitude), row.credit)


def remember(connection: Connection, address: str, answer: Geocode) -> None:
    latitude, longitude = answer.point or (None, None)
    connection.execute(
        text("""INSERT INTO geocodes (address, latitude, longitude, credit)
                VALUES (:address, :latitude, :longitude, :credit)
                ON CONFLICT (address) DO UPDATE SET latitude = :latitude, longitude = :longitude, credit = :credit,
                            asked_at = now()"""),
        {"address": address, "latitude": latitude, "longitude": longitude, "credit": answer.credit},
    )


def center(connection: Connection) -> Point | None:
    """The middle of the located places. None if they are too few."""
    row = connection.execute(
        text("""SELECT count(*) AS places, percentile_cont(0.5) WITHIN GROUP (ORDER BY latitude) AS latitude,
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY longitude) AS longitude
                  FROM places WHERE latitude IS NOT NULL AND longitude IS NOT NULL""")
    ).one()
    return (row.latitude, row.longitude) if row.places >= FEWEST_KNOWN else None
