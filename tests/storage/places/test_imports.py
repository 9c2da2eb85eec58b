"""A gazetteer gives the town its places, and what its sources list joins them."""

from __future__ import annotations

import json

import pytest

from core.items import Venue
from storage.places import edits, reads
from storage.places.gazetteer_file import BadGazetteer, KnownPlace, read_gazetteer
from storage.places.imports import import_places

CSV = b"""name,address,latitude,longitude,aliases,building
Gray Heron Music Hall,"23 Rigging Ave, Harborville, FL",27.3,-82.5,The Heron|Heron Hall,
Loon Room,,,,,Gray Heron Music Hall
"""
GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [-82.5, 27.3]},
                "properties": {"name": "Gray Heron Music Hall", "aliases": ["The Heron"]},
            }
        ],
    }
).encode()


def shown(connection):
    return [(one.label, one.latitude, one.events) for one in reads.list_places(connection)]


def test_csv():
    assert read_gazetteer(CSV) == [
        KnownPlace(
            "Gray Heron Music Hall", "23 Rigging Ave, Harborville, FL", (27.3, -82.5), ("The Heron", "Heron Hall"), None
        ),
        KnownPlace("Loon Room", building="Gray Heron Music Hall"),
    ]


def test_geojson_gives_the_longitude_first():
    assert read_gazetteer(GEOJSON) == [KnownPlace("Gray Heron Music Hall", None, (27.3, -82.5), ("The Heron",))]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"title,address\nHall,1 Bay St\n", "needs a column `name`"),
        (b"name,latitude,longitude\nHall,north,1\n", "Line 2: 'north', '1' are not degrees"),
        (b"name,latitude,longitude\nHall,99,1\n", "Line 2: 99, 1 are not degrees"),
        (b"name,address\n ,1 Bay St\n", "Line 2: `name` is empty"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"type": "Point"}', "not a GeoJSON FeatureCollection"),
        (b'{"type": ', "not JSON"),
    ],
    ids=["no name", "no number", "off the map", "empty name", "bytes", "other shape", "cut"],
)
def test_a_bad_file(body, message):
    with pytest.raises(BadGazetteer, match=message):
        read_gazetteer(body)


def test_places_that_no_source_lists_yet(connection, town):
    found = import_places(connection, read_gazetteer(CSV))
    assert (found.added, found.joined) == (2, 0)
    town(Venue(name="Heron Hall"), Venue(name="Gray Heron Music Hall", address="23 Rigging Avenue"))
    assert shown(connection) == [
        ("Gray Heron Music Hall", 27.3, 2),
        ("Gray Heron Music Hall (Loon Room)", None, 0),
    ]


def test_places_that_sources_list_already(connection, town):
    town(Venue(name="Gray Heron", address="23 Rigging Ave"), Venue(name="The Heron"))
    found = import_places(connection, read_gazetteer(CSV))
    assert (found.added, found.joined) == (1, 1)
    assert shown(connection)[0] == ("Gray Heron Music Hall", 27.3, 2)


def test_the_same_file_again_changes_nothing(connection, town):
    town(Venue(name="Gray Heron", address="23 Rigging Ave"))
    import_places(connection, read_gazetteer(CSV))
    before = shown(connection)
    again = import_places(connection, read_gazetteer(CSV))
    assert (again.added, again.aliases, shown(connection)) == (0, 0, before)


def test_what_a_person_set_stays(connection, town):
    town(Venue(name="Gray Heron", address="23 Rigging Ave"))
    [place] = reads.list_places(connection)
    edits.rename(connection, place.id, name="Heron", address=None, by="ada")
    edits.locate(connection, place.id, 1, 2, by="ada")
    import_places(connection, read_gazetteer(CSV))
    assert shown(connection)[0] == ("Heron", 1, 1)
