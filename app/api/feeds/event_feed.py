"""Feeds for "Add to calendar": of an event with all its times, of one of its dates, and of a visitor's list."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.api.access.public_reads import PUBLIC
from app.api.feeds.feeds import EXTENSION, NAMED, View, answer
from app.api.http.pagination import LARGEST_BIGINT
from app.api.http.problems import Problem
from storage.database.read_only import reading
from storage.events import detail as event_pages
from storage.search.filters import EventFilter

router = APIRouter(tags=["feeds"], dependencies=PUBLIC)
EVER = datetime(1900, 1, 1, tzinfo=UTC)


@router.get("/feeds/events/{event_id}/events.{format}", responses=NAMED, response_class=Response)
def event_feed(
    request: Request,
    event_id: Annotated[int, Path(ge=1, le=LARGEST_BIGINT)],
    format: EXTENSION,  # noqa: A002  # the parameter's name
) -> Response:
    """The feed of one event with all its times."""
    with reading() as connection:
        event = event_pages.read_event(connection, event_id)
    if event is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
    view = View(f"events/{event_id}/", event.title, EventFilter(event_ids=(event.event_id,), from_=EVER))
    return answer(request, view, format, None)


@router.get("/feeds/dates/{occurrence_id}/events.{format}", responses=NAMED, response_class=Response)
def date_feed(
    request: Request,
    occurrence_id: Annotated[int, Path(ge=1, le=LARGEST_BIGINT)],
    format: EXTENSION,  # noqa: A002  # the parameter's name
) -> Response:
    """The feed of one date of an event. Its id is that of the occurrence in `/api/occurrences`."""
    with reading() as connection:
        event_id = event_pages.event_of(connection, occurrence_id)
        event = None if event_id is None else event_pages.read_event(connection, event_id)
    if event is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no occurrence {occurrence_id}.")
    wanted = EventFilter(event_ids=(event.event_id,), occurrence_id=occurrence_id, from_=EVER)
    return answer(request, View(f"dates/{occurrence_id}/", event.title, wanted), format, None)


@router.get("/feeds/lists/{ids}/events.{format}", responses=NAMED, response_class=Response)
def list_feed(
    request: Request,
    ids: Annotated[str, Path(pattern=r"^[1-9][0-9]{0,17}(,[1-9][0-9]{0,17}){0,199}$", examples=["12,345"])],
    format: EXTENSION,  # noqa: A002  # the parameter's name
) -> Response:
    """The feed of a list of events: up to 200 ids, separated by commas. Unknown ones are left out."""
    chosen = tuple(sorted({int(each) for each in ids.split(",")}))
    return answer(request, View(f"lists/{ids}/", "My list", EventFilter(event_ids=chosen)), format, None)
