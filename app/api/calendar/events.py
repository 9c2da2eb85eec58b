"""Routes for events: a list with their next times, one event in full, its history."""

from __future__ import annotations

import random
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.api.access.public_reads import PUBLIC
from app.api.calendar import shaping
from app.api.calendar.filters import Dates, DatesShown, Filtered, from_now, refuse
from app.api.calendar.notes import note
from app.api.calendar.occurrences import Order, listed
from app.api.calendar.schemas import EventPage, History, Occurrence, WholeEvent
from app.api.calendar.why_schemas import Why
from app.api.http.caching import CachedRoute, json_response
from app.api.http.pagination import LARGEST_BIGINT, UNKNOWN_CURSOR, CursorText, Limit, links, pack, unpack
from app.api.http.problems import Problem, refusals
from app.diagnosis.why import explain
from core.config import settings
from storage.database.read_only import reading
from storage.events import detail as event_pages
from storage.search import listings
from storage.search.filters import EventFilter, Once, Sort
from storage.search.listings import Listing

NEXT_TIMES = 5
SURPRISE_RANGE = timedelta(days=30)
"""How far ahead a surprise may be, unless the request has `until`."""
SURPRISES = 20

router = APIRouter(prefix="/api", tags=["events"], dependencies=PUBLIC, route_class=CachedRoute)
uncached = APIRouter(prefix="/api", tags=["events"], dependencies=PUBLIC)
"""Routes that answer differently each time."""

EventId = Annotated[int, Path(ge=1, le=LARGEST_BIGINT)]


@router.get("/events", response_model=EventPage)
def list_events(
    request: Request,
    wanted: Filtered,
    sort: Order = Sort.SOONEST,
    limit: Limit = 50,
    cursor: CursorText = None,
    dates: DatesShown = Dates.NEXT,
) -> Response:
    """Lists events, each once, by their first time in the range, with the next times and their number. Of a series of
    events, only the first is there, unless `dates=all`."""
    found = listed(wanted, sort, limit, cursor, once=Once.EVENT_SERIES if dates is Dates.NEXT else Once.EVENT)
    events = [
        shaping.summary(first, times, count, found.more.get(first.occurrence_id))
        for first, times, count in _with_times(found.wanted, found.listings)
    ]
    return json_response(EventPage(events=events, next=found.next, note=found.note), links(request, found.next))


def _with_times(wanted: EventFilter, firsts: tuple[Listing, ...]) -> list[tuple[Listing, list[Listing], int]]:
    with reading() as connection:
        found = listings.next_times(connection, wanted, [first.event_id for first in firsts], NEXT_TIMES)
    return [(first, *found.get(first.event_id, ([first], 1))) for first in firsts]


@router.get("/events/{event_id}", response_model=WholeEvent)
def read_event(event_id: EventId) -> Response:
    """Returns an event with all its times and where they come from. A withdrawn event has `withdrawn_at`."""
    with reading() as connection:
        event = event_pages.read_event(connection, event_id)
    if event is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
    return json_response(shaping.whole(event))


@router.get("/events/{event_id}/history", response_model=History)
def read_history(request: Request, event_id: EventId, limit: Limit = 50, cursor: CursorText = None) -> Response:
    """Lists how an event and its times changed, the latest first, with the run that saw each change."""
    before = None
    if cursor is not None:
        (before,) = unpack(cursor, 1)
        if not isinstance(before, int) or not 0 < before <= LARGEST_BIGINT:
            refuse("cursor", UNKNOWN_CURSOR)
    with reading() as connection:
        if not event_pages.is_shown(connection, event_id):
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
        found = event_pages.changes(connection, event_id, before=before, limit=limit + 1)
    following = pack([found[limit - 1].id]) if len(found) > limit else None
    body = History(changes=[shaping.change(each) for each in found[:limit]], next=following)
    return json_response(body, links(request, following))


@router.get("/events/{event_id}/why", response_model=Why)
def read_why(event_id: EventId) -> Response:
    """Shows for each field of an event the answer it was read from, the place there, and the source's own words."""
    with reading() as connection:
        found = explain(connection, settings(), event_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
    return json_response(Why.model_validate({"fields": [asdict(one) for one in found]}))


@uncached.get("/surprise", response_model=Occurrence, responses=refusals(HTTPStatus.NOT_FOUND))
def surprise(wanted: Filtered) -> Response:
    """Returns a random occurrence from the next 30 days or the requested range. 404 if none matches the filters."""
    wanted = from_now(wanted)
    begin = wanted.from_ or datetime.now(UTC)
    end = wanted.until or begin + SURPRISE_RANGE
    moment = begin + random.random() * (end - begin)
    with reading() as connection:
        for start in (moment, begin):
            found = listings.page(
                connection, replace(wanted, from_=start, until=end), limit=SURPRISES, once=Once.EVENT_SERIES
            )
            if found.listings:
                chosen = random.choice(found.listings)
                body = shaping.occurrence(chosen, found.more.get(chosen.occurrence_id))
                return json_response(body, {"Cache-Control": "no-store"})
        why = note(connection, wanted, empty=True)
    raise Problem(HTTPStatus.NOT_FOUND, why or "No event in that range matches the filters.")
