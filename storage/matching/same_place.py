"""Whether two places are one, one inside the other, or two."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import NamedTuple

from storage.matching.gazetteer import Gazetteer
from storage.matching.place_names import PARTS, Name, Names, compare
from storage.matching.places import Place, in_other_suites

_NEAR_METERS = 120.0
_FAR_METERS = 1500.0
Point = tuple[float, float]


class Where(StrEnum):
    """`unlike`: the names differ, but one may be the hall's and the other its tenant's. `apart`: two addresses."""

    SAME = "same"
    INSIDE = "inside"
    UNKNOWN = "unknown"
    UNLIKE = "unlike"
    APART = "apart"

    @property
    def agrees(self) -> bool:
        return self in (Where.SAME, Where.INSIDE)


class PlaceMatch(NamedTuple):
    where: Where
    reason: str


def compare_places(
    left: Place, right: Place, gazetteer: Gazetteer, points: tuple[Point | None, Point | None] = (None, None)
) -> PlaceMatch:
    """`points`: latitude and longitude of both, in degrees."""
    if left.online or right.online:
        both = left.online and right.online
        return PlaceMatch(Where.UNKNOWN, "both are online" if both else "one is online")
    if not left.known or not right.known:
        if left.town and right.town and left.town != right.town:
            return PlaceMatch(Where.UNLIKE, f"other towns: {left.town}, {right.town}")
        return PlaceMatch(Where.UNKNOWN, "a place isn't given")
    if left.street is not None and right.street is not None:
        return _by_streets(left, right)
    names = _names(left, right)
    if names is not Names.DIFFERENT:
        if gazetteer.is_chain(left) or gazetteer.is_chain(right):
            return PlaceMatch(Where.UNKNOWN, "a name with several addresses")
        return _named(names, left, right)
    if left.broad or right.broad:
        return PlaceMatch(Where.UNKNOWN, "one is a whole campus or district")
    streets = gazetteer.street_of(left), gazetteer.street_of(right)
    if streets[0] is not None and streets[1] is not None:
        if streets[0] == streets[1]:
            return PlaceMatch(_part(left, right), f"known to be at {streets[0].number} {streets[0].word}")
        return PlaceMatch(Where.APART, "known to be at two addresses")
    if gazetteer.is_part(left, right) or gazetteer.is_part(right, left):
        return PlaceMatch(Where.INSIDE, "known as part of the other")
    return _by_points(points)


def _by_streets(left: Place, right: Place) -> PlaceMatch:
    if left.street == right.street and left.street is not None:
        address = f"same address: {left.street.number} {left.street.word}"
        if in_other_suites(left, right) and _names(left, right) is Names.DIFFERENT:
            return PlaceMatch(Where.UNLIKE, f"{address}, in other suites")
        return PlaceMatch(_part(left, right), address)
    one_street = left.street is not None and right.street is not None and left.street.word == right.street.word
    if one_street and _names(left, right) is Names.SAME:
        return PlaceMatch(Where.SAME, "same name and street, other number")
    return PlaceMatch(Where.APART, "two addresses")


def _by_points(points: tuple[Point | None, Point | None]) -> PlaceMatch:
    left, right = points
    if left is not None and right is not None:
        meters = distance_meters(left, right)
        if meters <= _NEAR_METERS:
            return PlaceMatch(Where.INSIDE, f"{meters:.0f} meters apart")
        if meters > _FAR_METERS:
            return PlaceMatch(Where.APART, f"{meters / 1000:.1f} km apart")
    return PlaceMatch(Where.UNLIKE, "names differ")


def _named(names: Names, left: Place, right: Place) -> PlaceMatch:
    if names is Names.RELATED:
        return PlaceMatch(Where.INSIDE, "one is part of the other")
    return PlaceMatch(_part(left, right), "same name")


def _part(left: Place, right: Place) -> Where:
    """Inside where one side names a room, or a part of the place, that the other doesn't."""
    if not left.names or not right.names or left.names[0].full == right.names[0].full:
        return Where.SAME
    rooms = [bool(place.names[0].full & PARTS) or len(place.names) > 1 for place in (left, right)]
    return Where.INSIDE if rooms[0] != rooms[1] else Where.SAME


def _names(left: Place, right: Place) -> Names:
    """The best of all pairs of names. A room ("Auditorium", "Room 12") says nothing against the wholes."""
    best = Names.DIFFERENT
    for one in left.names:
        for other in right.names:
            if not _both_say_where(one, other, left, right):
                continue
            found = compare(one, other)
            if found is Names.SAME:
                return _nested(left, right)
            if found is Names.RELATED:
                best = found
    return best


def _nested(left: Place, right: Place) -> Names:
    return Names.SAME if len(left.names) == len(right.names) else Names.RELATED


def _both_say_where(one: Name, other: Name, left: Place, right: Place) -> bool:
    """A name of kinds only ("Main Hall") counts only as the first name of both."""
    return (
        bool(one.own and other.own)
        or (one == left.names[0] and other == right.names[0])
        or len(one.full & other.full) > 1
    )


def distance_meters(left: Point, right: Point) -> float:
    """Great-circle distance of two points (haversine, mean Earth radius)."""
    latitudes = math.radians(left[0]), math.radians(right[0])
    half = math.sin((latitudes[1] - latitudes[0]) / 2) ** 2
    half += math.cos(latitudes[0]) * math.cos(latitudes[1]) * math.sin(math.radians(right[1] - left[1]) / 2) ** 2
    return 2 * 6_371_000 * math.asin(min(1.0, math.sqrt(half)))
