"""Routes for venues."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.api.access.public_reads import PUBLIC
from app.api.calendar.filters import LARGEST_ID, Text, point, refuse
from app.api.calendar.schemas import Venue, VenuePage
from app.api.http.caching import CachedRoute, json_response
from app.api.http.pagination import UNKNOWN_CURSOR, CursorText, Limit, links, pack, unpack
from app.api.http.problems import Problem
from storage.database.read_only import reading
from storage.search import directory
from storage.search.directory import VenueEntry

router = APIRouter(prefix="/api", tags=["venues"], dependencies=PUBLIC, route_class=CachedRoute)

Near = Annotated[
    str | None,
    Query(
        max_length=60,
        description="Latitude and longitude: sorts by distance from there.",
        examples=["27.3364,-82.5307"],
    ),
]


@router.get("/venues", response_model=VenuePage)
def list_venues(
    request: Request,
    q: Annotated[Text | None, Query(description="Part of the name, or similar to it.")] = None,
    near: Near = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Response:
    """Lists venues by name, or the nearest first."""
    place = None if near is None else point(near)
    after = None if cursor is None else after_cursor(cursor, by_distance=place is not None)
    with reading() as connection:
        found = directory.venues(connection, words=q, near=place, after=after, limit=limit + 1)
    following = cursor_after(found[limit - 1]) if len(found) > limit else None
    body = VenuePage(venues=[shaped(entry) for entry in found[:limit]], next=following)
    return json_response(body, links(request, following))


@router.get("/venues/{venue_id}", response_model=Venue)
def read_venue(venue_id: Annotated[int, Path(ge=1, le=LARGEST_ID)]) -> Response:
    """Returns a venue. Its events are at `/api/occurrences?venue=`."""
    with reading() as connection:
        found = directory.venue(connection, venue_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no venue {venue_id}.")
    return json_response(shaped(found))


def shaped(entry: VenueEntry) -> Venue:
    fields = asdict(entry)
    del fields["key"]
    return Venue(**fields)


def cursor_after(last: VenueEntry) -> str:
    """The cursor for the venues after this one."""
    return pack([last.key, last.id])


def after_cursor(cursor: str, *, by_distance: bool) -> tuple[float | str, int]:
    """Decodes a cursor made by `cursor_after`. Raises Problem 422 for any other."""
    key, venue_id = unpack(cursor, 2)
    right = isinstance(key, int | float) if by_distance else isinstance(key, str) and "\x00" not in key
    if not right or not isinstance(venue_id, int) or not 0 < venue_id <= LARGEST_ID:
        refuse("cursor", UNKNOWN_CURSOR)
    return key, venue_id
