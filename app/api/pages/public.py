"""The public pages: each readable address answers with its content as HTML, also without JavaScript.

Where the page was built (`web/out`), its script takes over in the browser. If PUBLIC_READS is false, the built page is
sent without content, because its script asks for a login.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.api.calendar.filters import LARGEST_ID, NO_NUL
from app.api.calendar.occurrences import listed
from app.api.calendar.venues import after_cursor, cursor_after
from app.api.feeds.links import base, vary
from app.api.feeds.saved_filter import filter_of
from app.api.http.known_parameters import refuse_unknown
from app.api.http.pagination import LARGEST_BIGINT
from app.api.http.problems import Problem
from app.api.pages import addresses, bodies, event_body, frame, page, structured, titles
from app.api.pages.caching import CachedPage
from app.api.pages.frame import Document
from app.diagnosis.why import explain
from app.feeds.addresses import web_address
from core.config import settings
from storage.categories.rules import category_names
from storage.database.read_only import reading
from storage.events import detail as event_pages
from storage.search import directory, listings
from storage.search.filters import EventFilter, Once, Sort

PAGE_SIZE, VENUES = 50, 200
MOST_TIMES = 200
BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
FILTERS = ("q", "day", "from", "until", "category", "venue", "source", "free", "near", "radius_km", "status")
OF_SCRIPT = ("view", "month")
"""Parameters that only the page's script reads: it shows a calendar of this month."""
TRACKING = re.compile(r"utm_\w+|\w*clid|mc_[ce]id|igshid|ref")
"""Parameters that other sites and mail programs add to links."""
MOST_QUOTED_BYTES = 300_000
"""Of an answer that the page quotes: a larger one takes too long to search at each view."""
LIST, EVENT, VENUE = "index.html", "events/index.html", "venues/index.html"
"""The built pages whose scripts take over."""
Cursor = Annotated[str | None, Query(max_length=300)]
Words = Annotated[str, Query(max_length=200, pattern=NO_NUL)]

router = APIRouter(include_in_schema=False, route_class=CachedPage)
READ = ["GET", "HEAD"]
MOVED = HTTPStatus.MOVED_PERMANENTLY


@router.api_route("/", methods=READ)
def front(request: Request, cursor: Cursor = None) -> Response:
    """All events, with the API's filters. Empty fields of the form are ignored."""
    return _list(request, {}, "/", cursor)


@router.api_route("/{name:named_day}", methods=READ)
def named_day(request: Request, name: str, cursor: Cursor = None) -> Response:
    return _list(request, {"day": addresses.DAYS[name]}, f"/{name}", cursor)


@router.api_route("/{when:calendar_date}", methods=READ)
def calendar_day(request: Request, when: str, cursor: Cursor = None) -> Response:
    try:
        chosen = date.fromisoformat(when.replace("/", "-"))
    except ValueError:
        return _missing(request, "Day", "There is no such day.")
    return _list(request, {"day": chosen.isoformat()}, addresses.day_path(chosen), cursor)


@router.api_route("/events", methods=READ)
@router.api_route("/events/", methods=READ)
def event_by_query(request: Request) -> Response:
    """The earlier form `/events/?id=7`."""
    if "id" not in request.query_params:
        return RedirectResponse("/", MOVED)
    identity = addresses.id_in(request.query_params["id"])
    if identity is None:
        return _missing(request, "Event", "The link may be incomplete.")
    return RedirectResponse(f"/events/{identity}", MOVED)


@router.api_route("/events/{name}", methods=READ)
def event(request: Request, name: str) -> Response:
    """An event with all its times, including past ones. 410 if its source no longer lists it, or it is hidden; a
    redirect if another event stands for it or its title changed."""
    event_id = addresses.id_in(name)
    if event_id is None or event_id > LARGEST_BIGINT:
        return _missing(request, "Event", "The link may be incomplete.")
    with reading() as connection:
        found = event_pages.read_event(connection, event_id)
        if found is None:
            hidden = event_pages.exists(connection, event_id)
            why = "It was taken out of the calendar." if hidden else "The link may be incomplete."
            return _missing(request, "Event", why, HTTPStatus.GONE if hidden else HTTPStatus.NOT_FOUND)
        path = addresses.event_path(found.event_id, found.title)
        if path != f"/events/{name}":
            return _moved(request, path)
        all_times = EventFilter(from_=BEGINNING, include_withdrawn=True)
        times, _ = listings.next_times(connection, all_times, [event_id], MOST_TIMES).get(event_id, ([], 0))
        said = explain(connection, settings(), event_id, most_bytes=MOST_QUOTED_BYTES)
        slugs = {name: slug for slug, name in category_names(connection).items()}
    document = Document(
        title=found.title,
        description=titles.summary(found, times),
        path=path,
        body=event_body.event(found, times, datetime.now(UTC), slugs, said or ()),
        picture=web_address(found.image_url),
        data=structured.event(times, f"{base(request)}{path}"),
        indexed=found.withdrawn_at is None,
    )
    return _page(request, document, EVENT, HTTPStatus.OK if found.withdrawn_at is None else HTTPStatus.GONE)


@router.api_route("/venues", methods=READ)
def venues_without_slash() -> Response:
    return RedirectResponse("/venues/", MOVED)


@router.api_route("/venues/", methods=READ)
def venues(request: Request, q: Words = "", cursor: Cursor = None) -> Response:
    """All venues by name, or those that match the words; the earlier form `/venues/?id=3` of one."""
    identity = addresses.id_in(request.query_params.get("id", ""))
    if identity is not None:
        return RedirectResponse(f"/venues/{identity}", MOVED)
    words = q.strip()
    try:
        refuse_unknown(request, ("q", "cursor", *_tracking(request)))
        after = None if cursor is None else after_cursor(cursor, by_distance=False)
    except Problem as problem:
        return _refused(request, problem, VENUE)
    with reading() as connection:
        found = directory.venues(connection, words=words or None, near=None, after=after, limit=VENUES + 1)
    more = None
    if len(found) > VENUES:
        more = bodies.query({"q": words, "cursor": cursor_after(found[VENUES - 1])})
    document = Document(
        title="Venues",
        description="Where events take place, each with its calendar.",
        path="/venues/",
        body=bodies.venues(found[:VENUES], words, more),
        indexed=not words and cursor is None,
    )
    return _page(request, document, VENUE)


@router.api_route("/venues/{name}", methods=READ)
def venue(request: Request, name: str, cursor: Cursor = None) -> Response:
    """A venue and its events; a redirect if it was merged or renamed."""
    venue_id = addresses.id_in(name)
    found = None
    if venue_id is not None and venue_id <= LARGEST_ID:
        with reading() as connection:
            found = directory.venue(connection, venue_id)
    if found is None:
        return _missing(request, "Venue", "The link may be incomplete.", shell=VENUE)
    title = bodies.venue_name(found)
    path = addresses.venue_path(found.id, title)
    if path != f"/venues/{name}":
        return _moved(request, path)
    try:
        refuse_unknown(request, ("cursor", *_tracking(request)))
        events, shown = _listed(EventFilter(venue_id=found.id), {}, cursor)
    except Problem as problem:
        return _refused(request, problem, VENUE)
    place = structured.place(found, f"{base(request)}{path}")
    document = Document(
        title=title,
        description=", ".join(filter(None, (f"Events at {title}", found.address if found.name else None))),
        path=path,
        body=bodies.venue(found, events),
        data=(place, structured.item_list(shown, base(request))),
        indexed=cursor is None,
    )
    return _page(request, document, VENUE)


@router.api_route("/{name:category}", methods=READ)
def category(request: Request, name: str, cursor: Cursor = None) -> Response:
    """The events of one of the town's categories. Anything else is left to the built page's files."""
    with reading() as connection:
        known = name in category_names(connection)
    if not known or name in addresses.RESERVED:
        return page.answer(page.BUILT, request, name)
    return _list(request, {"category": name}, f"/{name}", cursor)


def _moved(request: Request, path: str) -> Response:
    query = request.url.query
    return RedirectResponse(f"{path}?{query}" if query else path, MOVED)


def _list(request: Request, fixed: Mapping[str, str], path: str, cursor: str | None) -> Response:
    """A list of events. `fixed`: the filters that the path names."""
    given = {**_given(request), **fixed}
    try:
        refuse_unknown(request, (*FILTERS, *OF_SCRIPT, "cursor", *_tracking(request)))
        with reading() as connection:
            names = category_names(connection)
        events, shown = _listed(filter_of(given), {k: v for k, v in given.items() if k not in fixed}, cursor)
    except Problem as problem:
        return _refused(request, problem)
    heading, canonical = titles.heading(given, names), titles.canonical(given, names)
    document = Document(
        title=heading,
        description=titles.DESCRIPTION if canonical == "/" else f"{heading}. {titles.DESCRIPTION}",
        path=canonical,
        body=f"{bodies.front(heading, given)}\n{events}",
        data=[structured.item_list(shown, base(request))] if shown else (),
        indexed="?" not in canonical and cursor is None,
    )
    return _page(request, document, LIST)


def _tracking(request: Request) -> Sequence[str]:
    """The parameters that say nothing to this service."""
    return [name for name in request.query_params if TRACKING.fullmatch(name)]


def _given(request: Request) -> dict[str, str | list[str]]:
    """The request's filters. Several categories are a list, because a category may have commas."""
    filters: dict[str, str | list[str]] = {}
    for name in FILTERS:
        values = [value.strip() for value in request.query_params.getlist(name) if value.strip()]
        if values:
            filters[name] = values if name == "category" else ",".join(values)
    return filters


def _listed(wanted: EventFilter, filters: bodies.Filters, cursor: str | None) -> tuple[str, Sequence[listings.Listing]]:
    """A page of events as HTML, and the same as data. Raises Problem."""
    found = listed(wanted, Sort.SOONEST, PAGE_SIZE, cursor, once=Once.SERIES)
    more = None if found.next is None else bodies.query({**filters, "cursor": found.next})
    shown = [(one, found.more.get(one.occurrence_id)) for one in found.listings]
    return bodies.event_list(shown, more, found.note, datetime.now(UTC)), found.listings


def _missing(
    request: Request, kind: str, why: str, status: HTTPStatus = HTTPStatus.NOT_FOUND, shell: str = EVENT
) -> Response:
    body = bodies.missing(kind, why)
    document = Document(title=f"{kind} not found", description=why, path="/", body=body, indexed=False, final=True)
    return _page(request, document, shell, status)


def _refused(request: Request, problem: Problem, shell: str = LIST) -> Response:
    title, body = "Can't show these events", bodies.refused(problem)
    document = Document(title=title, description=problem.detail, path="/", body=body, indexed=False, final=True)
    return _page(request, document, shell, problem.status)


def _page(request: Request, document: Document, shell: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The document in a built page if there is one, else plain."""
    built = page.BUILT / shell
    if built.is_file():
        text, policy = frame.in_shell(document, page.text_of(built), base(request)), page.policy(built)
    else:
        text, policy = frame.plain(document, base(request)), frame.POLICY
    return HTMLResponse(text, status, {"Content-Security-Policy": policy, **vary()})
