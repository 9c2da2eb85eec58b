"""An `EventFilter` as SQL: what a row of `event_search` (x) and one of `occurrences` (o) must be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from app.storage.search_query import tsquery
from app.storage.search_values import EventFilter

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
STATUS = "CASE WHEN o.status <> 'scheduled' THEN o.status ELSE x.status END"
OVER = "coalesce(o.ends_at, CASE WHEN o.all_day OR NOT o.time_known THEN o.starts_at + interval '24 hours' END)"
"""When an occurrence is over, as far as its source says: a day without an hour lasts until its end."""


def km(row: str) -> str:
    """SQL: the great-circle distance (haversine) of a row with `latitude` and `longitude` from the filter's point."""
    return f"""({2 * EARTH_RADIUS_KM} * asin(least(1, sqrt(power(sin(radians({row}.latitude - :latitude) / 2), 2)
        + cos(radians(:latitude)) * cos(radians({row}.latitude))
        * power(sin(radians({row}.longitude - :longitude) / 2), 2)))))"""


@dataclass(frozen=True, slots=True)
class Conditions:
    """SQL and what it is bound to.

    event        of x alone.
    status       of o and x; `true` where any will do.
    time         of o: starts before `:until`, and not before `:from` unless it is still going on then.
    live         of o: not withdrawn; `true` where that does not matter.
    selective    whether few events are likely to pass, so that it pays to begin with these.
    bounds       whether anything but being shown is asked of events.
    """

    event: str
    status: str
    time: str
    live: str
    selective: bool
    bounds: bool
    parameters: dict[str, Any]

    @property
    def shown(self) -> str:
        return f"({self.time}) AND ({self.status}) AND ({self.live})"


def conditions(connection: Connection, wanted: EventFilter) -> Conditions:
    """The filter's conditions; words are looked up in the vocabulary."""
    tests, parameters = _of_events(wanted)
    if wanted.words is not None:
        tests.append("x.words @@ cast(:tsquery AS tsquery)")
        parameters["tsquery"] = tsquery(connection, wanted.words)
    if wanted.near is not None:
        tests += _near(*wanted.near, wanted.radius_km, parameters)
    selective = any(part is not None for part in (wanted.venue_id, wanted.words, wanted.event_ids, wanted.near))
    bounds = bool(tests)
    status = "true"
    if wanted.statuses:
        parameters["statuses"] = [str(status) for status in wanted.statuses]
        status = f"({STATUS}) = ANY (:statuses)"
        tests.append(
            "(x.status = ANY (:statuses) OR x.event_id IN (SELECT y.event_id FROM occurrences y"
            " WHERE y.status <> 'scheduled' AND y.status = ANY (:statuses)))"
        )
    if not wanted.include_hidden:
        tests.append("NOT x.hidden")
    if not wanted.include_withdrawn:
        tests.append("NOT x.withdrawn")
    parameters |= {
        "from": wanted.from_ or FIRST,
        "until": wanted.until or LAST,
        "from_day": (wanted.from_ or FIRST) - timedelta(days=1),
    }
    time = f"o.starts_at < :until AND (o.starts_at >= :from OR {OVER} > :from)"
    live = "true" if wanted.include_withdrawn else "o.withdrawn_at IS NULL"
    return Conditions(" AND ".join(tests) or "true", status, time, live, selective, bounds, parameters)


def _of_events(wanted: EventFilter) -> tuple[list[str], dict[str, Any]]:
    category = None if wanted.category is None else wanted.category.lower()
    event_ids = None if wanted.event_ids is None else list(wanted.event_ids)
    possible = {
        "x.categories @> ARRAY[cast(:category AS text)]": ("category", category),
        "x.venue_id = :venue_id": ("venue_id", wanted.venue_id),
        "x.source_id = (SELECT id FROM sources WHERE name = :source)": ("source", wanted.source),
        "x.is_free = :free": ("free", wanted.free),
        "x.event_id = ANY (cast(:event_ids AS bigint[]))": ("event_ids", event_ids),
    }
    asked = {test: bound for test, bound in possible.items() if bound[1] is not None}
    return list(asked), dict(asked.values())


def _near(latitude: float, longitude: float, radius_km: float | None, parameters: dict[str, Any]) -> list[str]:
    """The distance itself, and a box around the circle that an index can look up."""
    parameters |= {"latitude": latitude, "longitude": longitude, "radius_km": radius_km}
    if radius_km is None:
        return ["x.latitude IS NOT NULL AND x.longitude IS NOT NULL"]
    box = degrees(latitude, longitude, radius_km)
    parameters |= box
    inside = "x.latitude BETWEEN :south AND :north"
    if "west" in box:
        inside += " AND x.longitude BETWEEN :west AND :east"
    return [inside, f"{km('x')} <= :radius_km"]


def degrees(latitude: float, longitude: float, radius_km: float) -> dict[str, float]:
    """The box around a circle. Without `west` and `east` where it holds a pole or crosses the 180th meridian: there
    the distance alone decides (https://janmatuschek.de/LatitudeLongitudeBoundingCoordinates)."""
    reach = math.radians(radius_km / KM_PER_DEGREE)
    south, north = latitude - math.degrees(reach), latitude + math.degrees(reach)
    box = {"south": max(south, -90.0), "north": min(north, 90.0)}
    if south <= -90 or north >= 90:
        return box
    width = math.degrees(math.asin(min(1.0, math.sin(reach) / math.cos(math.radians(latitude)))))
    if longitude - width < -180 or longitude + width > 180:
        return box
    return {**box, "west": longitude - width, "east": longitude + width}
