"""Query parameters that choose events, checked and typed: a dependency of every route that reads events."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

from fastapi import Depends, Query
from pydantic import Field

from app.api.http.problems import Problem
from core.config import settings
from core.items import EventStatus
from storage.search.filters import EventFilter

FIRST_YEAR, LAST_YEAR = 1900, 2200
DEFAULT_RADIUS_KM, LONGEST_RADIUS_KM = 25.0, 500.0
LARGEST_ID = 2**31 - 1
MOST_SOURCES, MOST_CATEGORIES, MOST_EVENTS = 50, 50, 200
NO_NUL = r"^[^\x00]*$"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SPACED_OFFSET = re.compile(r" (?=\d\d:?\d\d$)")
"""The `+` of an offset. A query string decodes it to a space unless it was escaped."""


class Dates(StrEnum):
    """What a list shows of a series: its `next` date, or `all`."""

    NEXT = "next"
    ALL = "all"


DatesShown = Annotated[
    Dates,
    Query(
        description="Of a series: `next` lists only its first date in the range, and says how many follow; `all` "
        "lists each date."
    ),
]
TimeText = Annotated[str, Query(max_length=40, pattern=NO_NUL)]
Text = Annotated[str, Query(min_length=1, max_length=200, pattern=NO_NUL)]

EventId = Annotated[int, Field(ge=1, le=2**63 - 1)]


def refuse(parameter: str, message: str) -> NoReturn:
    """Ends the request with Problem 422, which names the query parameter."""
    raise Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Some fields are invalid.",
        errors=[{"where": ["query", parameter], "message": message}],
    )


def event_filter(
    from_: Annotated[
        TimeText | None,
        Query(
            alias="from",
            description="The earliest time: a local date or an ISO 8601 time. Default: now, unless `day` is set.",
            examples=["2026-11-29"],
        ),
    ] = None,
    until: Annotated[
        TimeText | None,
        Query(description="Only events that start before this time.", examples=["2026-12-06T00:00:00-05:00"]),
    ] = None,
    day: Annotated[
        TimeText | None,
        Query(
            description="A local date, `today`, `tomorrow`, `weekend` (Friday 5 p.m. to the end of Sunday), `week` "
            "(until Sunday), or `next-week`; what is left of this weekend or week if it has already begun.",
            examples=["weekend"],
        ),
    ] = None,
    in_category: Annotated[
        list[Text] | None,
        Query(
            alias="category",
            max_length=MOST_CATEGORIES,
            description="A category of the town, by slug or name, or one that sources give; case does not matter. "
            "May be repeated: any of these.",
            examples=[["Music"]],
        ),
    ] = None,
    venue: Annotated[int | None, Query(ge=1, le=LARGEST_ID, description="The venue's id.")] = None,
    of_source: Annotated[
        list[Text] | None,
        Query(
            alias="source",
            max_length=MOST_SOURCES,
            description="The source's name. May be repeated: any of these.",
            examples=[["vanwezel"]],
        ),
    ] = None,
    free: Annotated[
        bool | None, Query(description="Whether it is free. Events whose price is unknown match neither.")
    ] = None,
    q: Annotated[
        Text | None,
        Query(
            description='Words, "phrases", `or`, `-excluded`. Typos still match, and the last word may be unfinished.',
            examples=["jazz quartet"],
        ),
    ] = None,
    near: Annotated[
        str | None,
        Query(max_length=60, description="Latitude and longitude in degrees.", examples=["27.3364,-82.5307"]),
    ] = None,
    radius_km: Annotated[
        float | None,
        Query(gt=0, le=LONGEST_RADIUS_KM, description=f"With `near`. Default: {DEFAULT_RADIUS_KM:g}."),
    ] = None,
    bbox: Annotated[
        str | None,
        Query(
            max_length=100,
            description="West, south, east, and north in degrees: only at venues inside.",
            examples=["-82.60,27.30,-82.50,27.38"],
        ),
    ] = None,
    begun: Annotated[
        bool | None,
        Query(
            description="`true`: only what began on an earlier day than the range and is still going on; `false`: only "
            "what begins in the range."
        ),
    ] = None,
    evening: Annotated[bool | None, Query(description="`true`: only what begins at 5 p.m. or later.")] = None,
    online: Annotated[
        bool | None, Query(description="`true`: only what takes place online, as its source says.")
    ] = None,
    event: Annotated[
        list[EventId] | None,
        Query(max_length=MOST_EVENTS, description="An event's id. May be repeated: any of these.", examples=[[812]]),
    ] = None,
    status: Annotated[
        list[EventStatus] | None, Query(max_length=5, description="Any of these. May be repeated.")
    ] = None,
) -> EventFilter:
    """The filter from the request's parameters. `from_` is None if the request names no beginning.

    `category` and `source` have other names here because some routes have parameters of those names in their paths.
    Raises Problem 422 with the parameter's name.
    """
    zone = ZoneInfo(settings().timezone)
    if day is not None and (from_ is not None or until is not None):
        refuse("day", "cannot be combined with `from` or `until`")
    if radius_km is not None and near is None:
        refuse("radius_km", "needs `near`")
    start = None if from_ is None else moment("from", from_, zone)
    end = None if until is None else moment("until", until, zone)
    if day is not None:
        start, end = span_of(day, datetime.now(zone))
    if start is not None and end is not None and end <= start:
        refuse("until", "must be later than `from`")
    first_day = (start or datetime.now(UTC)).astimezone(zone).date()
    return EventFilter(
        from_=start,
        until=end,
        categories=tuple(dict.fromkeys(in_category or ())),
        venue_id=venue,
        sources=tuple(dict.fromkeys(of_source or ())),
        free=free,
        words=q,
        near=None if near is None else point(near),
        radius_km=None if near is None else DEFAULT_RADIUS_KM if radius_km is None else radius_km,
        area=None if bbox is None else area(bbox),
        begins_from=first_day if begun is False else None,
        begun_before=first_day if begun else None,
        evening=bool(evening),
        online=bool(online),
        event_ids=None if event is None else tuple(dict.fromkeys(event)),
        statuses=tuple(dict.fromkeys(status or ())),
    )


@wraps(event_filter)
async def _event_filter(**parameters: Any) -> EventFilter:
    """Asynchronous, so that FastAPI starts no thread for it: that would cost more than the work."""
    return event_filter(**parameters)


Filtered = Annotated[EventFilter, Depends(_event_filter)]


def from_now(wanted: EventFilter) -> EventFilter:
    """The filter, beginning now unless it has a beginning. Rounded to the minute, so that the same request has the same
    answer for a minute."""
    if wanted.from_ is not None:
        return wanted
    return replace(wanted, from_=datetime.now(UTC).replace(second=0, microsecond=0))


def moment(parameter: str, text: str, zone: ZoneInfo) -> datetime:
    """Parses a local date (midnight) or an ISO 8601 time, local without an offset. Returns UTC; raises Problem 422."""
    try:
        if _DATE.fullmatch(text):
            found = datetime.combine(date.fromisoformat(text), datetime.min.time(), zone)
        else:
            found = datetime.fromisoformat(_SPACED_OFFSET.sub("+", text))
    except ValueError:
        refuse(parameter, "must be a date such as 2026-11-29 or a time such as 2026-11-29T20:00:00-05:00")
    if not FIRST_YEAR <= found.year < LAST_YEAR:
        refuse(parameter, f"must be in the years {FIRST_YEAR} to {LAST_YEAR - 1}")
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def span_of(day: str, now: datetime) -> tuple[datetime, datetime]:
    """The range (in UTC, end exclusive) of the local day that a date or a word names. `now`: in the local zone."""
    zone = now.tzinfo
    midnight = datetime.combine(now.date(), datetime.min.time(), zone)
    if day == "today":
        first, days = midnight, 1
    elif day == "tomorrow":
        first, days = midnight + timedelta(days=1), 1
    elif day == "weekend":
        friday = midnight - timedelta(days=now.weekday() - 4)
        begin = max(friday + timedelta(hours=17), now.replace(second=0, microsecond=0))
        return begin.astimezone(UTC), (friday + timedelta(days=3)).astimezone(UTC)
    elif day in ("week", "next-week"):
        monday = midnight - timedelta(days=now.weekday())
        begin = now.replace(second=0, microsecond=0) if day == "week" else monday + timedelta(days=7)
        return begin.astimezone(UTC), (monday + timedelta(days=7 if day == "week" else 14)).astimezone(UTC)
    elif _DATE.fullmatch(day):
        assert isinstance(zone, ZoneInfo)
        first, days = moment("day", day, zone).astimezone(zone), 1
    else:
        refuse("day", "must be a date such as 2026-11-29, `today`, `tomorrow`, `weekend`, `week`, or `next-week`")
    return first.astimezone(UTC), (first + timedelta(days=days)).astimezone(UTC)


def point(text: str) -> tuple[float, float]:
    """Parses `latitude,longitude` in degrees. Raises Problem 422."""
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        refuse("near", "must be latitude,longitude in degrees, such as 27.3364,-82.5307")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        refuse("near", "latitude must be between -90 and 90, longitude between -180 and 180")
    return latitude, longitude


def area(text: str) -> tuple[float, float, float, float]:
    """Parses `west,south,east,north` in degrees. Raises Problem 422."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        refuse("bbox", "must be west,south,east,north in degrees, such as -82.60,27.30,-82.50,27.38")
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        refuse("bbox", "longitudes must be between -180 and 180, latitudes between -90 and 90 with the south first")
    return west, south, east, north
