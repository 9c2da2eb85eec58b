"""A visitor's list of events: `/my-list?events=12,34`. Their own is in the browser, so the script shows it."""

from __future__ import annotations

import re
from datetime import UTC

from fastapi import APIRouter, Request, Response

from app.api.pages import answers
from app.api.pages.caching import CachedPage
from app.api.pages.content import rows
from app.api.pages.content.view import View
from app.api.pages.frame import Document
from app.api.pages.lists.reads import listed
from app.feeds.markup import escape
from storage.database.read_only import reading
from storage.search.filters import EventFilter

IDS = re.compile(r"[1-9][0-9]{0,17}(,[1-9][0-9]{0,17}){0,199}")
router = APIRouter(include_in_schema=False, route_class=CachedPage)


@router.api_route("/my-list", methods=["GET", "HEAD"])
@router.api_route("/my-list/", methods=["GET", "HEAD"])
def my_list(request: Request) -> Response:
    """The events of a shared list that are not over. Anything else than ids is an empty list."""
    given = request.query_params.get("events", "")
    with reading() as connection:
        view = answers.view_of(request, connection)
    shared = IDS.fullmatch(given) is not None
    title = view.words("mine.shared" if shared else "mine.title")
    document = Document(
        words=view.words,
        title=title,
        description=view.words("mine.about"),
        path=f"/my-list?events={given}" if shared else "/my-list",
        body=_shared(view, title, given) if shared else _own(view, title),
        indexed=False,
    )
    return answers.shown(request, document, answers.MINE)


def _shared(view: View, title: str, given: str) -> str:
    ids = tuple(sorted({int(each) for each in given.split(",")}))
    now = view.now.astimezone(UTC).replace(second=0, microsecond=0)
    found = listed(EventFilter(from_=now, event_ids=ids), None)
    events = rows.event_list(view, found.shown, None, None, found.first_day)
    label = escape(view.words("mine.feed"))
    return f"""<div class="stack stack--loose"><header class="stack"><h1>{escape(title)}</h1>
<p class="soft small">{escape(view.zone_line)}</p>
<p class="row"><a class="button" href="/feeds/lists/{given}/events.ics">{label}</a></p></header>
{events}<p class="soft">{escape(view.words("mine.past"))}</p></div>"""


def _own(view: View, title: str) -> str:
    return f"""<div class="stack"><h1>{escape(title)}</h1>
<p class="soft">{escape(view.words("mine.script"))}</p></div>"""
