"""The feed of a single event, for "Add to calendar": all its times, including past ones."""

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
