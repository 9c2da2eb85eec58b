"""Places that people see, each of one or more venues, and pairs of venues that may be one place."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Double, ForeignKey, Integer, Table, Text, text

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

places = Table(
    "places",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    required("kind", Text),
    Column("name", Text),
    Column("address", Text),
    Column("latitude", Double),
    Column("longitude", Double),
    Column("building_id", Integer, ForeignKey("places.id", ondelete="SET NULL"), index=True),
    Column("named_by", Text),
    Column("located_by", Text),
    Column("housed_by", Text),
)
"""A building, a room of one, or another place. Its id is the id of one of its venues, so old links to it work.

kind           a `storage.places.spelling.PlaceKind`. Only a `place` is in the directory.
name           of a room: the room's own name, without its building.
building_id    the building of a room; a building is in no other.
named_by, located_by, housed_by   who set the name and address, the coordinates, and the building; NULL: taken from
               the venues. `geocoder: ` with the credit for its data: coordinates of a source replace them.
"""

place_suggestions = Table(
    "place_suggestions",
    metadata,
    Column("venue_id", Integer, ForeignKey("venues.id"), primary_key=True, autoincrement=False),
    Column("other_id", Integer, ForeignKey("venues.id"), primary_key=True, autoincrement=False, index=True),
    required("reason", Text),
    required("state", Text, server_default=text("'open'")),
    required("suggested_at", TIMESTAMPTZ, server_default=NOW),
    Column("decided_by", Text),
    Column("decided_at", TIMESTAMPTZ),
    CheckConstraint("venue_id < other_id", name="ordered"),
)
"""Two venues that may be one place. `state`: `open`, `accepted`, or `refused`; the rules never join refused ones."""

geocodes = Table(
    "geocodes",
    metadata,
    Column("address", Text, primary_key=True),
    Column("latitude", Double),
    Column("longitude", Double),
    required("credit", Text),
    required("asked_at", TIMESTAMPTZ, server_default=NOW),
)
"""A geocoder's answers, so that no address is asked twice. Without coordinates: it found none. `credit`: whose data."""
