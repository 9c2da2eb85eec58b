"""An `EventFilter` as SQL: what a row of `event_search` (x) and one of `occurrences` (o) must be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from storage.search.values import EventFilter
from storage.search.words import tsquery

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
    """SQL and what it is bound to. An event can be met on the way, or looked up; the tests are the same.

    marks        whether `:marks` are asked for (see models.search.EventSearch).
    words        whether `:words` are; `:lookup` are words and marks together.
    others       of x: what no index of marks or words has.
    status       of o and x; `true` where any will do.
    time         of o: starts before `:until`, and not before `:from` unless it is still going on then.
    live         of o: not withdrawn; `true` where that does not matter.
    bounds       whether anything but being shown is asked of events.
    """

    marks: bool
    words: bool
    others: tuple[str, ...]
    status: str
    time: str
    live: str
    bounds: bool
    parameters: dict[str, Any]

    @property
    def shown(self) -> str:
        return f"({self.time}) AND ({self.status}) AND ({self.live})"

    @property
    def met(self) -> str:
        """A test of x, row by row."""
        said = "EXISTS (SELECT FROM event_words w WHERE w.event_id = x.event_id AND w.words @@ cast(:words AS tsquery))"
        return _all(*self.others, *([MARKED] if self.marks else []), *([said] if self.words else []))

    @property
    def passing(self) -> str:
        """A statement that finds the ids of all events that pass; where words are asked for, those of some others."""
        if self.words:
            return "SELECT w.event_id FROM event_words w WHERE w.words @@ cast(:lookup AS tsquery)"
        return f"SELECT x.event_id {self.looked_up}"

    @property
    def besides(self) -> str:
        """What those of `passing` must still be, as a test of x."""
        return _all(*self.others) if self.words else "true"

    @property
    def estimated(self) -> str:
        """A statement of which the planner can tell how many events it would find."""
        if self.words:
            return "SELECT FROM event_words w WHERE w.words @@ cast(:lookup AS tsquery)"
        return f"SELECT {self.looked_up}"

    @property
    def looked_up(self) -> str:
        """FROM and WHERE: the events x, whenever they are; w has their words, where any are asked for."""
        if not self.words:
            return f"FROM event_search x WHERE {_all(*([MARKED] if self.marks else []), *self.others)}"
        tests = _all("x.event_id = w.event_id", *self.others)
        return f"""FROM event_words w CROSS JOIN LATERAL (SELECT * FROM event_search x WHERE {tests} OFFSET 0) x
                    WHERE w.words @@ cast(:lookup AS tsquery)"""


IN_RANGE = "x.last_at >= :from AND x.first_at < :until"
"""The event x may have a time in the range."""
MARKED = "x.marks @> cast(:marks AS text[])"


def _all(*tests: str) -> str:
    return " AND ".join(tests) or "true"


def conditions(connection: Connection, wanted: EventFilter) -> Conditions:
    """The filter's conditions; words are looked up in the vocabulary, the source by its name."""
    parameters: dict[str, Any] = {
        "from": wanted.from_ or FIRST,
        "until": wanted.until or LAST,
        "from_day": (wanted.from_ or FIRST) - timedelta(days=1),
    }
    marks = _marks(connection, wanted)
    parameters["marks"] = marks
    if wanted.words is not None:
        parameters["words"] = words = tsquery(connection, wanted.words)
        parameters["lookup"] = " & ".join([f"({words})", *map(_lexeme, marks)]) if words else ""
    others, status = _others(wanted, parameters)
    bounds = bool(marks or others or wanted.words is not None)
    if not wanted.include_hidden:
        others.append("NOT x.hidden")
    if not wanted.include_withdrawn:
        others.append("NOT x.withdrawn")
    return Conditions(
        marks=bool(marks),
        words=wanted.words is not None,
        others=tuple(others),
        status=status,
        time=f"o.starts_at < :until AND (o.starts_at >= :from OR {OVER} > :from)",
        live="true" if wanted.include_withdrawn else "o.withdrawn_at IS NULL",
        bounds=bounds,
        parameters=parameters,
    )


def _marks(connection: Connection, wanted: EventFilter) -> list[str]:
    marks = []
    if wanted.category is not None:
        marks.append(f"#c:{wanted.category.lower()[:200]}")
    if wanted.venue_id is not None:
        marks.append(f"#v:{wanted.venue_id}")
    if wanted.source is not None:
        found = connection.execute(text("SELECT id FROM sources WHERE name = :name"), {"name": wanted.source}).scalar()
        marks.append(f"#s:{found or 0}")
    if wanted.free is not None:
        marks.append("#free" if wanted.free else "#paid")
    return marks


def _lexeme(mark: str) -> str:
    """Quoted as tsquery's text form wants it (PostgreSQL manual, 8.11.2)."""
    doubled = mark.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def _others(wanted: EventFilter, parameters: dict[str, Any]) -> tuple[list[str], str]:
    """Tests of x that no word can stand for, and the one of o's status."""
    tests, status = [], "true"
    if wanted.event_ids is not None:
        parameters["event_ids"] = list(wanted.event_ids)
        tests.append("x.event_id = ANY (cast(:event_ids AS bigint[]))")
    if wanted.near is not None:
        tests += _near(*wanted.near, wanted.radius_km, parameters)
    if wanted.statuses:
        parameters["statuses"] = [str(each) for each in wanted.statuses]
        status = f"({STATUS}) = ANY (:statuses)"
        tests.append(
            "(x.status = ANY (:statuses) OR x.event_id IN (SELECT y.event_id FROM occurrences y"
            " WHERE y.status <> 'scheduled' AND y.status = ANY (:statuses)))"
        )
    return tests, status


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
