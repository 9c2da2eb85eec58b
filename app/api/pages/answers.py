"""Answers with a page: in the built page if there is one, else plain; and what it says if there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from sqlalchemy import Connection

from app.api.feeds.links import base, vary
from app.api.http.problems import Problem, wants_json
from app.api.pages import frame, page
from app.api.pages.content import refusals
from app.api.pages.content.view import View
from app.api.pages.frame import Document
from app.api.pages.language.choice import words_for
from app.branding.site import Site, current, read
from app.feeds.markup import escape
from core.config import settings
from storage.categories.rules import category_names
from storage.database.engine import DATABASE_UNUSABLE
from storage.database.read_only import reading
from storage.health.board import count_confirmed

LIST, EVENT, VENUE, MINE = "index.html", "events/index.html", "venues/index.html", "my-list/index.html"
"""The built pages whose scripts take over."""


def view_of(request: Request, connection: Connection | None = None) -> View:
    """`connection`: for the names of the town's categories; without one they are empty."""
    now = datetime.now(ZoneInfo(settings().timezone))
    names = {} if connection is None else category_names(connection)
    site = current() if connection is None else read(connection)
    return View(words=words_for(request), now=now, names=names, site=site)


def shown(request: Request, document: Document, shell: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The document in a built page if there is one, else plain. At its foot, it says how fresh the calendar is."""
    text, policy = in_frame(document, shell, base(request), current())
    varying = ", ".join(("Accept-Language", "Cookie", *vary().values()))
    return HTMLResponse(text, status, {"Content-Security-Policy": policy, "Vary": varying})


def in_frame(document: Document, shell: str, address: str, site: Site) -> tuple[str, str]:
    """The whole page, and its security policy. `address`: this service's."""
    document, built = replace(document, fresh=_fresh()), page.BUILT / shell
    if built.is_file():
        return frame.in_shell(document, page.text_of(built), address, site), page.policy(built)
    return frame.plain(document, address, site), frame.POLICY


def _fresh() -> tuple[int, int] | None:
    """How many sources were confirmed today, in the town's zone, and how many there are. None without a database, which
    some pages don't need."""
    if not settings().public_reads:
        return None
    midnight = datetime.now(ZoneInfo(settings().timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        with reading() as connection:
            return count_confirmed(connection, midnight)
    except DATABASE_UNUSABLE:
        return None


def form(request: Request, view: View, title: str, body: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A page of its own that search engines don't list. `title`: text; `body`: safe HTML below the heading."""
    whole = f'<div class="stack"><h1>{escape(title)}</h1>{body}</div>'
    document = Document(
        words=view.words, title=title, description=title, path=request.url.path, body=whole, indexed=False, final=True
    )
    answer = shown(request, document, EVENT, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def missing(
    request: Request, kind: str, why: str, status: HTTPStatus = HTTPStatus.NOT_FOUND, shell: str = EVENT
) -> Response:
    """`kind` and `why`: names of texts in `missing`."""
    view = view_of(request)
    title, reason = view.words(f"missing.{kind}"), view.words(f"missing.{why}")
    body = refusals.missing(view, title, reason)
    document = Document(
        words=view.words, title=title, description=reason, path="/", body=body, indexed=False, final=True
    )
    return shown(request, document, shell, status)


def nothing_here(request: Request, path: str) -> Response:
    """A page for people, problem details for programs that ask for JSON."""
    if wants_json(request):
        raise Problem(HTTPStatus.NOT_FOUND, f"There is nothing at /{path}.")
    return missing(request, "title", "here", shell=LIST)


def refused(request: Request, problem: Problem, shell: str = LIST) -> Response:
    with reading() as connection:
        view = view_of(request, connection)
    title, body = view.words("missing.refused"), refusals.refused(view, problem)
    document = Document(
        words=view.words, title=title, description=problem.detail, path="/", body=body, indexed=False, final=True
    )
    return shown(request, document, shell, problem.status)


class ExplainedRoute(APIRoute):
    """A form's route: explains what is wrong with a request on a page."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        make = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await make(request)
            except Problem as problem:
                if wants_json(request):
                    raise
                view = view_of(request)
                said = f'<p class="notice" lang="en">{escape(problem.detail)}</p>'
                return form(request, view, view.words("submit.notSent"), said, problem.status)
            except RequestValidationError:
                if wants_json(request):
                    raise
                return missing(request, "event", "incomplete")

        return handle
