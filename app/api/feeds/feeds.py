"""Routes for feeds: of all events, or those of a venue, a category, a source, or a saved search."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from app.api.access.public_reads import PUBLIC
from app.api.calendar.filters import LARGEST_ID, NO_NUL, Filtered
from app.api.calendar.notes import note
from app.api.feeds import links as feed_links
from app.api.feeds.links import LONGEST, FeedAddresses
from app.api.feeds.saved_filter import filter_of
from app.api.feeds.states import STATES
from app.api.http.conditional import cache_headers, is_unchanged, not_modified, weak_tag
from app.api.http.problems import Problem, ProblemDetails
from app.api.http.spool import spooled
from app.branding import site as branding
from app.feeds.formats import FORMATS, LARGEST, FeedFormat
from app.feeds.info import FeedInfo
from core.config import settings
from storage.database.read_only import reading
from storage.events import feed_listings as feeds
from storage.search import saved as searches
from storage.search.filters import EventFilter

router = APIRouter(tags=["feeds"], dependencies=PUBLIC)

LIFETIME = timedelta(minutes=5)
"""How long a cached copy is fresh. Feeds ask programs to refresh hourly, for example by REFRESH-INTERVAL."""

EXTENSION = Annotated[FeedFormat, Path(description="The feed's format.")]
Limit = Annotated[
    int | None,
    Query(
        ge=1,
        le=LARGEST,
        description="The most events, the soonest first. Default: 10,000 in a calendar, 500 in other formats.",
    ),
]
Days = Annotated[
    int | None,
    Query(
        ge=1,
        le=LONGEST,
        description="Only events of the next so many days. Default: 92 in the calendar of all events without a filter, "
        "otherwise no end.",
        examples=[366],
    ),
]
Name = Annotated[str, Path(min_length=1, max_length=200, pattern=NO_NUL)]
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The feed.",
        "content": {
            feed_links.media_type(each): {"schema": {"type": "object" if each.startswith("json") else "string"}}
            for each in FORMATS
        },
    },
    304: {"description": "The client already has the current feed."},
    422: {"model": ProblemDetails},
}
NAMED: dict[int | str, dict[str, Any]] = {**ANSWERS, 404: {"model": ProblemDetails}}


@dataclass(frozen=True, slots=True)
class View:
    """Which events a feed has. `folder`: its part of the address, such as `venues/3/`. `wanted.from_` may be None."""

    folder: str
    title: str
    wanted: EventFilter


@router.get("/api/feeds")
def feed_addresses(request: Request, response: Response, wanted: Filtered) -> FeedAddresses:
    """Returns the feed's addresses in every format, with the request's filters, and links to subscribe to it."""
    response.headers.update(feed_links.vary())
    return feed_links.addresses(request, "")


@router.get("/feeds/events.{format}", responses=ANSWERS, response_class=Response)
def events_feed(
    request: Request,
    format: EXTENSION,  # noqa: A002  # the parameter's name
    wanted: Filtered,
    limit: Limit = None,
    days: Days = None,
) -> Response:
    """The feed of all events that match the filters."""
    return answer(request, View("", "Events", wanted), format, limit, days)


@router.get("/feeds/venues/{venue_id}/events.{format}", responses=NAMED, response_class=Response)
def venue_feed(
    request: Request,
    venue_id: Annotated[int, Path(ge=1, le=LARGEST_ID)],
    format: EXTENSION,  # noqa: A002  # the parameter's name
    wanted: Filtered,
    limit: Limit = None,
    days: Days = None,
) -> Response:
    """The feed of a venue's events."""
    with reading() as connection:
        name = feeds.venue_name(connection, venue_id)
    if name is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no venue {venue_id}.")
    view = View(f"venues/{venue_id}/", f"Events at {name}", replace(wanted, venue_id=venue_id))
    return answer(request, view, format, limit, days)


@router.get("/feeds/categories/{category:path}/events.{format}", responses=ANSWERS, response_class=Response)
def category_feed(
    request: Request,
    category: Name,
    format: EXTENSION,  # noqa: A002  # the parameter's name
    wanted: Filtered,
    limit: Limit = None,
    days: Days = None,
) -> Response:
    """The feed of a category, in any case. While no event has that category, it is empty and its description
    says so."""
    view = View(f"categories/{category}/", f"Events: {category}", replace(wanted, categories=(category,)))
    return answer(request, view, format, limit, days)


@router.get("/feeds/sources/{source}/events.{format}", responses=ANSWERS, response_class=Response)
def source_feed(
    request: Request,
    source: Name,
    format: EXTENSION,  # noqa: A002  # the parameter's name
    wanted: Filtered,
    limit: Limit = None,
    days: Days = None,
) -> Response:
    """The feed of a source's events. While there is no such source, it is empty and its description says so."""
    with reading() as connection:
        title = feeds.source_title(connection, source)
    view = View(f"sources/{source}/", f"Events from {title or source}", replace(wanted, sources=(source,)))
    return answer(request, view, format, limit, days)


@router.get("/feeds/searches/{slug}/events.{format}", responses=NAMED, response_class=Response)
def search_feed(
    request: Request,
    slug: Name,
    format: EXTENSION,  # noqa: A002  # the parameter's name
    limit: Limit = None,
    days: Days = None,
) -> Response:
    """The feed of a saved search, with the search's own filters."""
    with reading() as connection:
        search = searches.read_search(connection, slug)
    if search is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no saved search {slug!r}.")
    return answer(request, View(f"searches/{slug}/", search.title, filter_of(search.filters)), format, limit, days)


def answer(
    request: Request,
    view: View,
    format: FeedFormat,  # noqa: A002  # the parameter's name
    limit: int | None,
    days: int | None = None,
) -> Response:
    """The feed, or 304. Everything is read in one database snapshot, so that the entity tag fits the body."""
    output = FORMATS[format]
    today = midnight()
    wanted = replace(view.wanted, include_withdrawn=output.withdrawn)
    if wanted.from_ is None:
        wanted = replace(wanted, from_=today - output.past)
    if days is None and view.wanted == EventFilter():
        days = output.ahead
    if days is not None:
        end = midnight(days + 1)
        wanted = replace(wanted, until=end if wanted.until is None else min(wanted.until, end))
    limit = output.usual if limit is None else limit
    with reading() as connection:
        state, listings = STATES.read(connection, wanted, limit)
        why = note(connection, view.wanted, empty=state.count == 0)
        site = branding.read(connection)
        titled = replace(view, title=f"{site.name}: {view.title}") if site.named else view
        info = _info(request, titled, format, state, today, why, days)
        etag = weak_tag(sha256(f"{state.digest} {info} {format}".encode()).hexdigest()[:32])
        headers = cache_headers(etag, info.updated, LIFETIME)
        headers |= feed_links.link_header(request, view.folder, format, bounded=days is not None)
        headers |= feed_links.vary()
        if is_unchanged(request, etag, info.updated):
            return not_modified(headers)
        headers["Content-Disposition"] = f'inline; filename="events.{format}"'
        pieces = output.writer(info, listings)
        return spooled(pieces, output.media_type, headers)


def _info(
    request: Request,
    view: View,
    format: FeedFormat,  # noqa: A002  # the parameter's name
    state: feeds.FeedState,
    today: datetime,
    why: str | None,
    days: int | None,
) -> FeedInfo:
    """The feed's description of itself. It counts as updated today at the latest, because past events drop out. `why`:
    why it is empty. `days`: how many it has, None for all."""
    query = feed_links.query(request)
    return FeedInfo(
        title=view.title,
        description=why or ("" if days is None else _span_note(request, view, format, days)),
        name=f"{view.folder}events{query}",
        updated=max(filter(None, (state.changed_at, today))).replace(microsecond=0),
        address=feed_links.address(request, view.folder, format),
        page=f"{feed_links.base(request)}/{query}",
        timezone=settings().timezone,
        since=(state.first_start or today).year,
    )


def _span_note(request: Request, view: View, format: FeedFormat, days: int) -> str:  # noqa: A002
    everything = feed_links.address(request, view.folder, format, days=LONGEST)
    return f"The events of the next {days} days. All events: {everything}"


def midnight(days: int = 0) -> datetime:
    """The start of the local day, or of that so many days later, in UTC."""
    zone = ZoneInfo(settings().timezone)
    return datetime.combine(datetime.now(zone).date() + timedelta(days=days), time(), zone).astimezone(UTC)
