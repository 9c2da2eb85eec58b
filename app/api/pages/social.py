"""The picture of a shared event whose source has none."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from app.api.access.public_reads import PUBLIC
from app.api.http.caching import conditional, with_etag
from app.api.http.fields import BigId
from app.api.http.problems import Problem
from app.api.pages import answers
from app.api.pages.content.event import coming
from app.api.pages.content.view import View
from app.pictures.card import MEDIA_TYPE, Card, drawn
from storage.database.read_only import reading
from storage.events import detail as event_pages
from storage.search import listings
from storage.search.filters import EventFilter
from storage.search.listings import Listing

FROM = datetime(1900, 1, 1, tzinfo=UTC)
MOST_TIMES = 200
AN_HOUR = "public, max-age=3600"

router = APIRouter(include_in_schema=False, dependencies=PUBLIC)


@router.api_route("/social/{event_id}.png", methods=["GET", "HEAD"])
def social_picture(request: Request, event_id: BigId) -> Response:
    """Its title, next date, and place. An event that is gone has a picture as long as it has a page."""
    with reading() as connection:
        found = event_pages.read_event(connection, event_id)
        if found is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
        view = answers.view_of(request, connection)
        all_times = EventFilter(from_=FROM, include_withdrawn=True)
        times, _ = listings.next_times(connection, all_times, [event_id], MOST_TIMES).get(event_id, ([], 0))
    next_time = coming(view, times)
    card = Card(
        title=found.title,
        when=_when(view, next_time),
        where=(next_time.venue_name if next_time else found.venue_name) or "",
        site=view.site.name,
        kind=view.kind(found.town_categories),
    )
    answer = Response(drawn(card), media_type=MEDIA_TYPE, headers={"Vary": "Accept-Language, Cookie"})
    return conditional(request, with_etag(answer, AN_HOUR))


def _when(view: View, time: Listing | None) -> str:
    return "" if time is None else f"{view.words.day(time.local_date)}, {view.words.hours(time)}"
