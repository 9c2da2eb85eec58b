"""Reads a gazetteer: a CSV or GeoJSON file with the town's places. Pure: bytes in, places out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from storage.matching.same_place import Point

LARGEST = 20 << 20
"""Bytes of a file: about 100,000 places."""
COLUMNS = ("name", "address", "latitude", "longitude", "aliases", "building")


class BadGazetteer(ValueError):
    """The file can't be read. The message names the line or the feature, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """`aliases`: other names. `building`: the name of the building that the place is a room of."""

    name: str
    address: str | None = None
    point: Point | None = None
    aliases: tuple[str, ...] = ()
    building: str | None = None


def read_gazetteer(body: bytes) -> list[KnownPlace]:
    """GeoJSON if the first character is a brace, otherwise CSV with the columns `name`, `address`, `latitude`,
    `longitude`, `aliases` (separated by `|`), and `building`; only `name` is required. Raises BadGazetteer."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadGazetteer(f"The file is not UTF-8: {error.reason} at byte {error.start}.") from error
    return list(_features(text) if text.lstrip().startswith("{") else _rows(text))


def _rows(text: str) -> Iterator[KnownPlace]:
    rows = csv.DictReader(io.StringIO(text))
    columns = [column.strip().lower() for column in rows.fieldnames or []]
    rows.fieldnames = columns
    if "name" not in columns:
        raise BadGazetteer(f"The first line needs a column `name`; possible columns: {', '.join(COLUMNS)}.")
    for row in rows:
        yield _place({key: value for key, value in row.items() if isinstance(value, str)}, f"Line {rows.line_num}")


def _features(text: str) -> Iterator[KnownPlace]:
    """RFC 7946: a FeatureCollection. The position of a point is longitude, then latitude; other shapes give none."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadGazetteer(f"The file is not JSON: {error}.") from error
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise BadGazetteer("The file is JSON, but not a GeoJSON FeatureCollection.")
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict):
            raise BadGazetteer(f"Feature {number}: it is not an object.")
        given = {key.lower(): value for key, value in (feature.get("properties") or {}).items()}
        geometry = feature.get("geometry") or {}
        if geometry.get("type") == "Point" and "latitude" not in given:
            longitude, latitude = (geometry.get("coordinates") or [None, None])[:2]
            given |= {"latitude": latitude, "longitude": longitude}
        yield _place(given, f"Feature {number}")


def _place(given: Mapping[str, Any], where: str) -> KnownPlace:
    name = _text(given.get("name"))
    if name is None:
        raise BadGazetteer(f"{where}: `name` is empty.")
    aliases = given.get("aliases") or ()
    names = aliases.split("|") if isinstance(aliases, str) else aliases
    return KnownPlace(
        name=name,
        address=_text(given.get("address")),
        point=_point(given.get("latitude"), given.get("longitude"), where),
        aliases=tuple(alias for each in names if (alias := _text(each))),
        building=_text(given.get("building")),
    )


def _text(value: object) -> str | None:
    return None if value is None else " ".join(str(value).split()) or None


def _point(latitude: object, longitude: object, where: str) -> Point | None:
    if latitude in (None, "") and longitude in (None, ""):
        return None
    try:
        point = float(str(latitude)), float(str(longitude))
    except ValueError as error:
        raise BadGazetteer(f"{where}: {latitude!r}, {longitude!r} are not degrees.") from error
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise BadGazetteer(f"{where}: {latitude}, {longitude} are not degrees.")
    return point
