"""Great-circle distances in SQL, and tests of where a venue is, for which an index can be used."""

from __future__ import annotations

import math

from storage.search.fragments import Fragment, all_of, compose

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180


def km(row: str, point: tuple[float, float]) -> Fragment:
    """The great-circle distance (haversine) in kilometers from a point (latitude and longitude in degrees) to a row
    with `latitude` and `longitude`."""
    latitude, longitude = point
    return Fragment(
        f"""({2 * EARTH_RADIUS_KM} * asin(least(1, sqrt(power(sin(radians({row}.latitude - :latitude) / 2), 2)
        + cos(radians(:latitude)) * cos(radians({row}.latitude))
        * power(sin(radians({row}.longitude - :longitude) / 2), 2)))))""",
        (row,),
        {"latitude": latitude, "longitude": longitude},
    )


def box(latitude: float, longitude: float, radius_km: float) -> dict[str, float]:
    """The box around a circle, in degrees: `south`, `north`, `west`, `east`. Without `west` and `east` where it holds a
    pole or crosses the 180th meridian: there the distance alone decides
    (https://janmatuschek.de/LatitudeLongitudeBoundingCoordinates)."""
    reach = math.radians(radius_km / KM_PER_DEGREE)
    south, north = latitude - math.degrees(reach), latitude + math.degrees(reach)
    sides = {"south": max(south, -90.0), "north": min(north, 90.0)}
    if south <= -90 or north >= 90:
        return sides
    width = math.degrees(math.asin(min(1.0, math.sin(reach) / math.cos(math.radians(latitude)))))
    if longitude - width < -180 or longitude + width > 180:
        return sides
    return {**sides, "west": longitude - width, "east": longitude + width}


def in_circle(point: tuple[float, float], radius_km: float | None) -> Fragment:
    """The distance itself, and a box around the circle that an index can look up."""
    if radius_km is None:
        return Fragment("x.latitude IS NOT NULL AND x.longitude IS NOT NULL", ("x",))
    sides = box(*point, radius_km)
    inside = "x.latitude BETWEEN :south AND :north"
    if "west" in sides:
        inside += " AND x.longitude BETWEEN :west AND :east"
    circle = compose("{km} <= :radius_km", km=km("x", point))
    return all_of(
        Fragment(inside, ("x",), sides),
        Fragment(circle.text, circle.aliases, {**circle.parameters, "radius_km": radius_km}),
    )


def in_area(area: tuple[float, float, float, float]) -> Fragment:
    """Of x: it is inside these sides (west, south, east, north), which may cross the 180th meridian."""
    west, south, east, north = area
    between = "x.longitude BETWEEN :area_west AND :area_east"
    across = "(x.longitude >= :area_west OR x.longitude <= :area_east)"
    sides = {"area_west": west, "area_south": south, "area_east": east, "area_north": north}
    test = f"x.latitude BETWEEN :area_south AND :area_north AND {between if west <= east else across}"
    return Fragment(test, ("x",), sides)
