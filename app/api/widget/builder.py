"""The page `/widget`: choose what the widget shows, see it, copy its code.

It is public, because the people who put events on their sites (a newsroom's developer, a school, a hotel) have no
account here, and everything that a widget shows is public. It is a form that works without JavaScript; with it, each
change shows at once (`builder.js`).
"""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, Depends, Request, Response

from app.api.access.public_reads import readable
from app.api.feeds.links import base
from app.api.http.problems import Problem
from app.api.pages import answers, frame, titles
from app.api.pages.addresses import event_path
from app.api.pages.content.view import View
from app.api.pages.language.choice import PARAMETER
from app.api.widget import reads, snippet
from app.api.widget.contrast import warnings
from app.api.widget.given import COLORS, MOST_EVENTS, Show, Theme, Widget, widget_in
from app.api.widget.routes import FOLDER, READ, refused, served_file
from app.feeds.markup import escape
from app.language.files import languages
from app.language.locales import words_in
from storage.database.read_only import reading
from storage.search import directory

VENUES = 400
"""The most in the form. A link from a venue's page names any."""
KIND, KINDS = "code", ("script", "iframe")
SPANS = (1, 7, 14, 30, 90)
COLOR = 'placeholder="#0a6166" pattern="#[0-9A-Fa-f]{6}" maxlength="7" spellcheck="false"'
MORE_POLICY = "; script-src 'self'; connect-src 'self'; frame-src 'self'"
"""For the plain page: the script, what it asks, and the preview."""

router = APIRouter(include_in_schema=False, dependencies=[Depends(readable)], route_class=answers.ExplainedRoute)


@router.api_route("/widget/v1/builder.js", methods=READ)
def builder_script(request: Request) -> Response:
    return served_file(request, (FOLDER / "builder.js").read_text(encoding="utf-8"), "text/javascript")


@router.api_route("/widget/v1/builder.css", methods=READ)
def builder_style(request: Request) -> Response:
    return served_file(request, (FOLDER / "builder.css").read_text(encoding="utf-8"), "text/css")


@router.api_route("/widget", methods=READ)
def builder(request: Request) -> Response:
    with reading() as connection:
        view = answers.view_of(request, connection)
    try:
        if _lacks_event(request):
            result = f'<p class="notice">{escape(view.words("builder.whichEvent"))}</p>'
        else:
            result = _result(view, request, widget_in(request, view.now, besides=(KIND,)))
    except Problem as problem:
        result = f'<div class="notice" role="alert">{refused(view, problem)}</div>'
    body = f"""<link rel="stylesheet" href="/widget/v1/builder.css">
<p class="soft">{escape(view.words("builder.about"))}</p>
<div class="builder">{_form(view, request)}
<div id="builder-result" class="stack" aria-live="polite">{result}</div></div>
<script src="/widget/v1/marquee.js" async></script><script src="/widget/v1/builder.js" defer></script>"""
    answer = answers.form(request, view, view.words("builder.title"), body)
    if answer.headers["Content-Security-Policy"] == frame.POLICY:
        answer.headers["Content-Security-Policy"] += MORE_POLICY
    return answer


def _lacks_event(request: Request) -> bool:
    """Whether somebody has chosen to show one event, but not which."""
    given = request.query_params
    return given.get("show") == Show.EVENT and not given.get("event", "").strip()


def _result(view: View, request: Request, widget: Widget) -> str:
    """The code, what to know about the colors, and the widget. Raises Problem."""
    words, here = view.words, base(request)
    reads.written(view, widget, here)
    title, path = _page_of(view, widget)
    framed = request.query_params.get(KIND) == "iframe"
    if framed:
        code = preview = snippet.frame(widget, here, title)
    else:
        preview = snippet.element(widget, here, path, title)
        code = f"{snippet.script(here)}\n{preview}"
    # The page's own policy allows no style attributes, and the frame on this page needs no other size.
    preview = preview.replace(' style="border:0"', "").replace(f'src="{here}/', 'src="/')
    notes = "".join(f"<li>{escape(words(f'builder.{one}'))}</li>" for one in warnings(widget))
    return f"""<h2>{escape(words("builder.code"))}</h2>
<label class="field"><span class="field__label">{escape(words("builder.copyThis"))}</span>
<textarea class="input code" id="builder-code" rows="5" readonly spellcheck="false">{escape(code)}</textarea></label>
<p class="row"><button class="button" type="button" id="builder-copy" hidden
data-done="{escape(words("builder.copied"))}">{escape(words("builder.copy"))}</button></p>
{f'<ul class="notice">{notes}</ul>' if notes else ""}
<h2>{escape(words("builder.preview"))}</h2>
<div class="builder__preview">{preview}</div>"""


def _page_of(view: View, widget: Widget) -> tuple[str, str]:
    """Title and path of the page with the same events."""
    if widget.event_id is not None:
        return titles.front_title(view), event_path(widget.event_id, "")
    return titles.heading(view, widget.filters), titles.canonical(widget.filters, view.names)


def _form(view: View, request: Request) -> str:
    words, given = view.words, request.query_params
    with reading() as connection:
        venues = directory.venues(connection, words=None, near=None, after=None, limit=VENUES)
        sources = directory.sources(connection)
    places = [(str(one.id), one.name or one.address or "") for one in venues]
    chosen = given.get("venue", "")
    if chosen and chosen not in dict(places):
        places.append((chosen, chosen))
    every = {name: ("", words(f"builder.every.{name}")) for name in ("category", "venue", "source", "days")}
    spans = [(str(days), words("builder.span", count=days)) for days in SPANS]
    known = [(code, words_in(code)("language")) for code in languages()]
    fields = [
        _select("show", words("builder.show"), [(one, words(f"builder.shows.{one}")) for one in Show], request),
        _input("event", words("builder.event"), request, 'inputmode="numeric" pattern="[0-9]*"'),
        _select("category", words("filters.category"), [every["category"], *view.kinds.items()], request),
        _select("venue", words("fields.venue"), [every["venue"], *places], request),
        _select(
            "source", words("builder.source"), [every["source"], *((one.name, one.title) for one in sources)], request
        ),
        _select("days", words("list.when"), [every["days"], *spans], request),
        _input("q", words("list.search"), request, 'maxlength="200"'),
        _input("limit", words("builder.limit"), request, f'type="number" min="1" max="{MOST_EVENTS}"'),
        _check("free", words("filters.free"), request),
        _check("evening", words("filters.evening"), request),
        _input("heading", words("builder.heading"), request, 'maxlength="120"'),
        _select(PARAMETER, words("shell.language"), [("", words("builder.siteLanguage")), *known], request),
        _select("theme", words("builder.theme"), [(one, words(f"builder.themes.{one}")) for one in Theme], request),
        *(_input(name, words(f"builder.{name}"), request, COLOR) for name in COLORS),
        _select(KIND, words("builder.kind"), [(one, words(f"builder.kinds.{one}")) for one in KINDS], request),
    ]
    return f"""<form class="builder__form" id="builder-form" action="/widget">
{"".join(fields)}
<p><button class="button button--primary">{escape(words("builder.apply"))}</button></p>
</form>"""


def _select(name: str, label: str, choices: Iterable[tuple[str, str]], request: Request) -> str:
    chosen = request.query_params.get(name, "")
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in choices
    )
    return f'<label class="field">{_label(label)} <select class="input" name="{name}">{options}</select></label>'


def _input(name: str, label: str, request: Request, attributes: str) -> str:
    value = escape(request.query_params.get(name, ""))
    return (
        f'<label class="field">{_label(label)} <input class="input" name="{name}" value="{value}" {attributes}></label>'
    )


def _check(name: str, label: str, request: Request) -> str:
    checked = " checked" if request.query_params.get(name) else ""
    return f'<label class="tick"><input type="checkbox" name="{name}" value="true"{checked}> {escape(label)}</label>'


def _label(text: str) -> str:
    return f'<span class="field__label">{escape(text)}</span>'
