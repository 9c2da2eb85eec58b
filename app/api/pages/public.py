"""The public pages: each readable address answers with its content as HTML, also without JavaScript.

Where the page was built (`web/out`), its script takes over in the browser. If PUBLIC_READS is false, the built page is
sent without content, because its script asks for a login.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.api.calendar.filters import LARGEST_ID
from app.api.calendar.venues import after_cursor, cursor_after
from app.api.feeds.links import base
from app.api.http.known_parameters import refuse_unknown
from app.api.http.pagination import LARGEST_BIGINT
from app.api.http.problems import Problem
from app.api.pages import addresses, answers, page, structured, titles
from app.api.pages.caching import CachedPage
from app.api.pages.content import event as event_content
from app.api.pages.content import rows
from app.api.pages.content import venues as venue_content
from app.api.pages.content.parts import query
from app.api.pages.frame import Document
from app.api.pages.given import Cursor, Words, tracking
from app.api.pages.lists.answers import list_of
from app.api.pages.lists.reads import VENUES, listed, others_of
from app.diagnosis.why import explain
from app.feeds.addresses import web_address
from core.config import settings
from storage.database.read_only import reading
from storage.events import detail as event_pages
from storage.search import directory, listings
from storage.search.filters import EventFilter

MOST_TIMES = 200
BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
MOST_QUOTED_BYTES = 300_000
"""Of an answer that the page quotes: a larger one takes too long to search at each view."""

router = APIRouter(include_in_schema=False, route_class=CachedPage)
READ = ["GET", "HEAD"]
MOVED = HTTPStatus.MOVED_PERMANENTLY


@router.api_route("/", methods=READ)
def front(request: Request, cursor: Cursor = None) -> Response:
    """What is on, or the events that the API's filters find. Empty fields of the form are ignored."""
    return list_of(request, {}, cursor)


@router.api_route("/{name:named_day}", methods=READ)
def named_day(request: Request, name: str, cursor: Cursor = None) -> Response:
    return list_of(request, {"day": addresses.DAYS[name]}, cursor)


@router.api_route("/{when:calendar_date}", methods=READ)
def calendar_day(request: Request, when: str, cursor: Cursor = None) -> Response:
    try:
        chosen = date.fromisoformat(when.replace("/", "-"))
    except ValueError:
        return answers.missing(request, "day", "noDay")
    return list_of(request, {"day": chosen.isoformat()}, cursor)


@router.api_route("/events", methods=READ)
@router.api_route("/events/", methods=READ)
def event_by_query(request: Request) -> Response:
    """The earlier form `/events/?id=7`."""
    if "id" not in request.query_params:
        return RedirectResponse("/", MOVED)
    identity = addresses.id_in(request.query_params["id"])
    if identity is None:
        return answers.missing(request, "event", "incomplete")
    return RedirectResponse(f"/events/{identity}", MOVED)


@router.api_route("/events/{name}", methods=READ)
def event(request: Request, name: str) -> Response:
    """An event with all its times, including past ones. 410 if its source no longer lists it, or it is hidden; a
    redirect if another event stands for it or its title changed."""
    event_id = addresses.id_in(name)
    if event_id is None or event_id > LARGEST_BIGINT:
        return answers.missing(request, "event", "incomplete")
    with reading() as connection:
        found = event_pages.read_event(connection, event_id)
        if found is None:
            hidden = event_pages.exists(connection, event_id)
            status = HTTPStatus.GONE if hidden else HTTPStatus.NOT_FOUND
            return answers.missing(request, "event", "gone" if hidden else "incomplete", status)
        path = addresses.event_path(found.event_id, found.title)
        if path != f"/events/{name}":
            return _moved(request, path)
        view = answers.view_of(request, connection)
        all_times = EventFilter(from_=BEGINNING, include_withdrawn=True)
        times, _ = listings.next_times(connection, all_times, [event_id], MOST_TIMES).get(event_id, ([], 0))
        said = explain(connection, settings(), event_id, most_bytes=MOST_QUOTED_BYTES)
        others = others_of(connection, view, found)
    address = f"{base(request)}{path}"
    document = Document(
        words=view.words,
        title=found.title,
        description=titles.summary(view, found, times),
        path=path,
        body=event_content.event(view, found, times, address, said or (), others),
        picture=web_address(found.image_url) or f"/social/{event_id}.png",
        data=structured.event(times, address),
        indexed=found.withdrawn_at is None,
        embeds=True,
    )
    status = HTTPStatus.OK if found.withdrawn_at is None else HTTPStatus.GONE
    return answers.shown(request, document, answers.EVENT, status)


@router.api_route("/venues", methods=READ)
def venues_without_slash() -> Response:
    return RedirectResponse("/venues/", MOVED)


@router.api_route("/venues/", methods=READ)
def venues(request: Request, q: Words = "", cursor: Cursor = None) -> Response:
    """All venues by name, or those that match the words; the earlier form `/venues/?id=3` of one."""
    identity = addresses.id_in(request.query_params.get("id", ""))
    if identity is not None:
        return RedirectResponse(f"/venues/{identity}", MOVED)
    typed, view = q.strip(), answers.view_of(request)
    try:
        refuse_unknown(request, ("q", "cursor", *tracking(request)))
        after = None if cursor is None else after_cursor(cursor, by_distance=False)
    except Problem as problem:
        return answers.refused(request, problem, answers.VENUE)
    with reading() as connection:
        found = directory.venues(connection, words=typed or None, near=None, after=after, limit=VENUES + 1)
    more = query({"q": typed, "cursor": cursor_after(found[VENUES - 1])}) if len(found) > VENUES else None
    document = Document(
        words=view.words,
        title=view.words("venues.title"),
        description=view.words("venues.about"),
        path="/venues/",
        body=venue_content.venues(view, found[:VENUES], typed, more),
        indexed=not typed and cursor is None,
    )
    return answers.shown(request, document, answers.VENUE)


@router.api_route("/venues/{name}", methods=READ)
def venue(request: Request, name: str, cursor: Cursor = None) -> Response:
    """A venue and its events; a redirect if it was merged or renamed."""
    venue_id = addresses.id_in(name)
    found = None
    if venue_id is not None and venue_id <= LARGEST_ID:
        with reading() as connection:
            found = directory.venue(connection, venue_id)
            view = answers.view_of(request, connection)
    if found is None:
        return answers.missing(request, "venue", "incomplete", shell=answers.VENUE)
    title = venue_content.venue_name(view, found)
    path = addresses.venue_path(found.id, title)
    if path != f"/venues/{name}":
        return _moved(request, path)
    try:
        refuse_unknown(request, ("cursor", *tracking(request)))
        events = listed(EventFilter(venue_id=found.id), cursor)
    except Problem as problem:
        return answers.refused(request, problem, answers.VENUE)
    more = query({"cursor": events.next}) if events.next else None
    listing = rows.event_list(view, events.shown, more, events.note, events.first_day)
    document = Document(
        words=view.words,
        title=title,
        description=", ".join(filter(None, (title, found.address if found.name else None))),
        path=path,
        body=venue_content.venue(view, found, listing),
        data=(structured.place(found, f"{base(request)}{path}"), structured.item_list(events.shown, base(request))),
        indexed=cursor is None,
        embeds=True,
    )
    return answers.shown(request, document, answers.VENUE)


@router.api_route("/{name:category}", methods=READ)
def category(request: Request, name: str, cursor: Cursor = None) -> Response:
    """The events of one of the town's categories. Anything else is left to the built page's files."""
    with reading() as connection:
        known = name in answers.view_of(request, connection).names
    if not known or name in addresses.RESERVED:
        return page.answer(page.BUILT, request, name) or answers.nothing_here(request, name)
    return list_of(request, {"category": name}, cursor)


def _moved(request: Request, path: str) -> Response:
    text = request.url.query
    return RedirectResponse(f"{path}?{text}" if text else path, MOVED)
