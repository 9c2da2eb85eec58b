"""oEmbed (oembed.com, version 1.0): what programs such as WordPress show instead of a link to an event or a list."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, urlsplit

from fastapi import APIRouter, Query, Request, Response

from app.api.access.public_reads import PUBLIC
from app.api.calendar.filters import LARGEST_ID
from app.api.feeds.links import base, vary
from app.api.feeds.saved_filter import FILTERS, filter_of
from app.api.http.pagination import LARGEST_BIGINT
from app.api.http.problems import Problem
from app.api.pages import addresses, answers, titles
from app.api.pages.caching import CachedByHost
from app.api.pages.content.view import View
from app.api.widget import snippet
from app.api.widget.given import USUAL, Show, Theme, Widget
from app.feeds.markup import element
from storage.database.read_only import reading
from storage.events import detail
from storage.search import directory

WIDTH = 600
"""In pixels, unless the program has less room."""
CACHED_S = 3600
NOT_HERE = "No event or list of this calendar has this address."
Room = Annotated[int, Query(ge=1, le=10_000)]

router = APIRouter(include_in_schema=False, dependencies=PUBLIC, route_class=CachedByHost)


@router.api_route("/oembed", methods=["GET", "HEAD"])
def oembed(
    request: Request,
    url: Annotated[str, Query(max_length=2000)],
    format: str = "json",  # noqa: A002  # the parameter's name
    maxwidth: Room = WIDTH,
    maxheight: Room | None = None,
) -> Response:
    """Describes the frame for a page of this service. Unknown parameters are ignored, because programs add their own.
    404 for any other address, 501 for a format that there isn't."""
    if format not in ("json", "xml"):
        raise Problem(HTTPStatus.NOT_IMPLEMENTED, "`format` must be json or xml.")
    with reading() as connection:
        view = answers.view_of(request, connection)
    title, widget = _named_by(view, request, url)
    width = min(maxwidth, WIDTH)
    height = min(maxheight or snippet.HEIGHTS[widget.show], snippet.HEIGHTS[widget.show])
    described: dict[str, str | int] = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": view.site.name if view.site.named else titles.front_title(view),
        "provider_url": f"{base(request)}/",
        "cache_age": CACHED_S,
        "html": snippet.frame(widget, base(request), title, width=str(width), height=height),
        "width": width,
        "height": height,
    }
    headers = {"Vary": ", ".join(("Accept-Language", *vary().values()))}
    if format == "json":
        return Response(json.dumps(described, ensure_ascii=False), media_type="application/json", headers=headers)
    elements = "".join(element(name, str(value)) for name, value in described.items())
    text = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>\n{elements}</oembed>\n'
    return Response(text, media_type="text/xml", headers=headers)


def _named_by(view: View, request: Request, url: str) -> tuple[str, Widget]:
    """The title and the widget of a page's address. Raises Problem 404."""
    here, asked = urlsplit(base(request)), _split(url)
    if asked.netloc != here.netloc or not f"{asked.path}/".startswith(f"{here.path}/"):
        raise Problem(HTTPStatus.NOT_FOUND, NOT_HERE)
    path = asked.path.removeprefix(here.path).strip("/")
    folder, _, name = path.partition("/")
    if folder == "events":
        return _event(name)
    if folder == "venues":
        return _venue(name)
    given = [(key, value) for key, value in parse_qsl(asked.query) if key in FILTERS]
    if path in addresses.DAYS:
        given = [("day", addresses.DAYS[path]), *given]
    elif re.fullmatch(addresses.DATE, path):
        given = [("day", path.replace("/", "-")), *given]
    elif path in view.names:
        given = [("category", path), *given]
    elif path:
        raise Problem(HTTPStatus.NOT_FOUND, NOT_HERE)
    filters: dict[str, str | list[str]] = {key: value for key, value in given if key != "category"}
    if categories := [value for key, value in given if key == "category"]:
        filters["category"] = categories
    try:
        filter_of(filters)
        title = titles.heading(view, filters)
    except (Problem, ValueError):
        raise Problem(HTTPStatus.NOT_FOUND, NOT_HERE) from None
    return title, _widget(Show.LIST, given)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise Problem(HTTPStatus.NOT_FOUND, NOT_HERE) from None


def _event(name: str) -> tuple[str, Widget]:
    identity = addresses.id_in(name)
    found = None
    if identity is not None and identity <= LARGEST_BIGINT:
        with reading() as connection:
            found = detail.read_event(connection, identity)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, NOT_HERE)
    return found.title, _widget(Show.EVENT, [("event", str(found.event_id))])


def _venue(name: str) -> tuple[str, Widget]:
    identity = addresses.id_in(name)
    found = None
    if identity is not None and identity <= LARGEST_ID:
        with reading() as connection:
            found = directory.venue(connection, identity)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, NOT_HERE)
    return found.name or found.address or "", _widget(Show.LIST, [("venue", str(found.id))])


def _widget(show: Show, given: list[tuple[str, str]]) -> Widget:
    """Only for its frame's address."""
    return Widget(
        show=show,
        filters={},
        limit=USUAL,
        days=None,
        month=None,
        event_id=None,
        heading="",
        theme=Theme.AUTO,
        colors={},
        given=[("show", str(show)), *given],
    )
