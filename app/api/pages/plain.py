"""Routes for events as plain HTML at `/plain/`, for browsers without JavaScript, text browsers, and search engines."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.api.access.public_reads import readable
from app.api.calendar.filters import LARGEST_ID
from app.api.calendar.occurrences import listed
from app.api.feeds.saved_filter import filter_of
from app.api.http.known_parameters import refuse_unknown
from app.api.http.pagination import LARGEST_BIGINT
from app.api.http.problems import Problem
from app.api.pages import plain_html, plain_shapes
from app.diagnosis.why import explain
from core.config import settings
from storage.database.read_only import reading
from storage.events import detail as event_pages
from storage.search import directory, listings
from storage.search.filters import EventFilter, Once, Sort

router = APIRouter(prefix="/plain", include_in_schema=False, dependencies=[Depends(readable)])

PAGE_SIZE = 50
MOST_TIMES = 200
BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
HEADERS = {"Cache-Control": "no-cache", "Content-Security-Policy": plain_html.POLICY}
FILTERS = ("q", "day", "from", "until", "category", "venue", "source", "free", "near", "radius_km", "status")

MOST_QUOTED_BYTES = 300_000
"""Of an answer that the page quotes: a larger one takes too long to search at each view."""


@router.get("")
def without_slash() -> Response:
    """Redirects, because the pages' links are relative to the folder."""
    return RedirectResponse("/plain/", HTTPStatus.PERMANENT_REDIRECT)


@router.get("/style.css")
def style() -> Response:
    return Response(plain_html.STYLE, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


@router.get("/")
def events(request: Request, cursor: Annotated[str | None, Query(max_length=300)] = None) -> Response:
    """The list of events, with the API's filters. Empty fields of the form are ignored."""
    filters = _given(request)
    try:
        refuse_unknown(request, (*FILTERS, "cursor"))
        page = _listed(filter_of(filters), filters, cursor)
    except Problem as problem:
        return _page("Can't show these events", plain_shapes.refused(problem), problem.status)
    return _page("Events", page)


@router.get("/events/{event_id}")
def event(event_id: Annotated[int, Path(ge=1, le=LARGEST_BIGINT)]) -> Response:
    """An event with all its times, including past ones."""
    with reading() as connection:
        found = event_pages.read_event(connection, event_id)
        all_times = EventFilter(from_=BEGINNING, include_withdrawn=True)
        times, _ = listings.next_times(connection, all_times, [event_id], MOST_TIMES).get(event_id, ([], 0))
        said = explain(connection, settings(), event_id, most_bytes=MOST_QUOTED_BYTES)
    if found is None:
        return _missing("event")
    return _page(found.title, plain_shapes.event(found, times, datetime.now(UTC), said or ()))


@router.get("/venues/{venue_id}")
def venue(request: Request, venue_id: Annotated[int, Path(ge=1, le=LARGEST_ID)], cursor: str | None = None) -> Response:
    """A venue and its events."""
    with reading() as connection:
        found = directory.venue(connection, venue_id)
    if found is None:
        return _missing("venue")
    name = found.name or found.address or "Venue"
    try:
        refuse_unknown(request, ("cursor",))
        body = _listed(EventFilter(venue_id=venue_id), {}, cursor, venue=found)
    except Problem as problem:
        return _page(name, plain_shapes.refused(problem), problem.status)
    return _page(name, body)


def _given(request: Request) -> dict[str, str | list[str]]:
    """The request's filters. Several categories are a list, because a category may have commas."""
    filters: dict[str, str | list[str]] = {}
    for name in FILTERS:
        values = [value.strip() for value in request.query_params.getlist(name) if value.strip()]
        if values:
            filters[name] = values if name == "category" else ",".join(values)
    return filters


def _listed(
    wanted: EventFilter, filters: plain_shapes.Filters, cursor: str | None, venue: directory.VenueEntry | None = None
) -> str:
    found = listed(wanted, Sort.SOONEST, PAGE_SIZE, cursor, once=Once.SERIES)
    more = None if found.next is None else plain_shapes.query({**filters, "cursor": found.next})
    shown = [(one, found.more.get(one.occurrence_id)) for one in found.listings]
    return plain_shapes.event_list(shown, filters, more, found.note, datetime.now(UTC), venue)


def _page(title: str, body: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return HTMLResponse(plain_html.document(title, body), status, HEADERS)


def _missing(kind: str) -> Response:
    return _page("Not found", plain_shapes.missing(kind), HTTPStatus.NOT_FOUND)
