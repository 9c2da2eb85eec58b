"""The widget at `/widget/v1/`: its script, its content, and the page for frames. The version is part of the address, so
that a site's code keeps working: what changes the meaning of a parameter or an attribute gets another version."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.api.access.public_reads import PUBLIC
from app.api.feeds.links import base, vary
from app.api.http.conditional import names_etag, not_modified, weak_tag
from app.api.http.problems import Problem
from app.api.pages import answers
from app.api.pages.caching import CachedByHost
from app.api.pages.content.view import View
from app.api.widget import reads
from app.api.widget.given import PARAMETERS, Widget, language_in, widget_in
from app.branding.site import current
from app.branding.themes import THEMES, Theme
from app.feeds.markup import escape
from app.language.files import languages
from app.language.locales import words_in
from core.config import settings
from storage.database.read_only import reading

FOLDER = Path(__file__).parent
AN_HOUR = "public, max-age=3600"
CROSS_ORIGIN = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
READ = ["GET", "HEAD"]


class WidgetRoute(CachedByHost):
    """Cached like a page, and for a minute in browsers and between: a busy site asks for the same events again and
    again."""

    freshness = "max-age=60, stale-while-revalidate=600"


router = APIRouter(prefix="/widget/v1", include_in_schema=False)
content = APIRouter(prefix="/widget/v1", include_in_schema=False, route_class=WidgetRoute, dependencies=PUBLIC)


@router.api_route("/marquee.js", methods=READ)
def script(request: Request) -> Response:
    return served_file(request, _script(*_accents()), "text/javascript")


@router.api_route("/widget.css", methods=READ)
def style(request: Request) -> Response:
    return served_file(request, _style(*_accents()), "text/css")


@content.api_route("/content", methods=READ)
def fragment(request: Request) -> Response:
    """What the script shows. A problem is JSON, for the site's developer."""
    view = _view(request)
    widget = widget_in(request, view.now)
    return HTMLResponse(reads.written(view, widget, base(request)), headers=_varying())


@content.api_route("/frame", methods=READ)
def frame(request: Request) -> Response:
    """The page for an iframe, without a script. Sites that FRAME_ANCESTORS names may show it in a frame."""
    try:
        view = _view(request)
        widget = widget_in(request, view.now)
        body, colors, status = reads.written(view, widget, base(request), level=1), _colors(widget), HTTPStatus.OK
    except Problem as problem:
        view = answers.view_of(request)
        body, colors, status = refused(view, problem), "", problem.status
    words = view.words
    document = f"""<!doctype html>
<html lang="{words.tag}" dir="{words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(words("widget.title"))}</title>
<meta name="robots" content="noindex">
<base target="_blank">
<link rel="stylesheet" href="/widget/v1/widget.css">
<style>{colors}</style>
</head>
<body><main>{body}</main></body>
</html>
"""
    return HTMLResponse(document, status, {"Content-Security-Policy": _policy(colors), **_varying()})


def refused(view: View, problem: Problem) -> str:
    """Says what is wrong with the parameters."""
    errors = problem.more.get("errors") or [{"where": [""], "message": problem.detail}]
    items = "".join(
        f"<li>{escape(' '.join((str(each['where'][-1]), each['message'])).strip())}</li>" for each in errors
    )
    title = escape(view.words("missing.refused"))
    return f'<div class="mq" data-theme="auto"><h1 class="name">{title}</h1><ul lang="en">{items}</ul></div>'


def _view(request: Request) -> View:
    """In the language that the request names, or else the visitor's."""
    language = language_in(request)
    with reading() as connection:
        view = answers.view_of(request, connection)
    if language in (None, view.words.language):
        return view
    return View(words=words_in(language), now=view.now, names=view.names, site=view.site)


def _varying() -> dict[str, str]:
    return {"Vary": ", ".join(("Accept-Language", "Cookie", *vary().values())), **CROSS_ORIGIN}


def _colors(widget: Widget) -> str:
    colors = "".join(f"--mq-{name}:{color};" for name, color in widget.colors.items())
    return f".mq{{{colors}}}" if colors else ""


def _policy(style: str) -> str:
    """Of the frame: the widget's style sheet and its own colors, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'self' 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {settings().frame_ancestors}"
    )


def served_file(request: Request, text: str, media_type: str) -> Response:
    """A file that browsers keep for an hour, for any site."""
    headers = {
        "Cache-Control": AN_HOUR,
        "ETag": weak_tag(hashlib.sha256(text.encode()).hexdigest()[:32]),
        **CROSS_ORIGIN,
    }
    if names_etag(request, headers["ETag"]):
        return not_modified(headers)
    return Response(text, media_type=media_type, headers=headers)


def _accents() -> tuple[str, str]:
    """The town's own, in light and dark mode."""
    look = current().palette
    return look.light.accent, look.dark.accent


@lru_cache(maxsize=4)
def _script(light: str, dark: str) -> str:
    """The script with its style sheet in it, so that a site loads one file."""
    text = (FOLDER / "marquee.js").read_text(encoding="utf-8")
    values = {"NAMES": PARAMETERS, "LANGUAGES": list(languages()), "STYLE": _style(light, dark)}
    for name, value in values.items():
        text = text.replace(f'"__{name}__"', json.dumps(value))
    return text


@lru_cache(maxsize=4)
def _style(light: str, dark: str) -> str:
    text = (FOLDER / "widget.css").read_text(encoding="utf-8")
    usual = THEMES[Theme.HARBOR]
    return text.replace(usual.light.accent, light).replace(usual.dark.accent, dark)
