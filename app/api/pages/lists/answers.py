"""Answers with events: a list, the front page, a month, a week, or a list to print."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import Request, Response

from app.api.feeds.links import base
from app.api.feeds.saved_filter import filter_of
from app.api.http.known_parameters import refuse_unknown
from app.api.http.problems import Problem
from app.api.pages import answers, structured, titles
from app.api.pages.content import frontpage, head, month, printed, rows, week
from app.api.pages.content.parts import query
from app.api.pages.content.view import Filters, View
from app.api.pages.frame import Document
from app.api.pages.given import FILTERS, OF_SCRIPT, day_of_week_in, given_in, month_in, tracking, view_in
from app.api.pages.lists.reads import counts_of, days_of, front_of, listed, matching, spanning, venue_name
from app.feeds.markup import escape
from storage.database.read_only import reading

TITLES, OF_DAY = 3, 30
"""How many events a month and a week show of each day."""
PRINTED = 300
"""How many events are printed."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """`given`: all filters; `fixed`: those of them that the path names."""

    request: Request
    view: View
    given: Filters
    fixed: Mapping[str, str]
    cursor: str | None


def list_of(request: Request, fixed: Mapping[str, str], cursor: str | None) -> Response:
    """`fixed`: the filters that the path names."""
    try:
        refuse_unknown(request, (*FILTERS, *OF_SCRIPT, "cursor", *tracking(request)))
        with reading() as connection:
            view = answers.view_of(request, connection)
        document = _document(_Asked(request, view, {**given_in(request), **fixed}, fixed, cursor))
    except Problem as problem:
        return answers.refused(request, problem)
    return answers.shown(request, document, answers.LIST)


def _document(asked: _Asked) -> Document:
    shown = view_in(asked.request)
    if shown == "calendar" and not asked.given.get("day"):
        return _month(asked, month_in(asked.request, asked.view.today))
    if shown == "week" and not asked.given.get("day"):
        return _week(asked, asked.view.words.week_begin(day_of_week_in(asked.request, asked.view.today)))
    if shown == "print":
        return _printed(asked)
    if shown == "map":
        return _list(asked, layout="map")
    if asked.given or asked.cursor is not None:
        return _list(asked)
    return front_page(asked.view, base(asked.request))


def _list(asked: _Asked, layout: str = "") -> Document:
    """`layout`: `map` for the list that stands in for the map, which needs the page's script."""
    view, given = asked.view, asked.given
    found = listed(filter_of(given), asked.cursor)
    title, canonical = titles.heading(view, given), titles.canonical(given, view.names)
    kept = {name: value for name, value in given.items() if name not in asked.fixed}
    more = query({**({"view": layout} if layout else {}), **kept, "cursor": found.next}) if found.next else None
    tab = str(given.get("day", "")) or None
    top = head.head(view, title, given, counts_of(given), tab, layout=layout, kinds={"view": layout} if layout else {})
    if layout == "map":
        top += f"<noscript><p>{escape(view.words('map.needsScript'))}</p></noscript>"
    top += head.matches(view, *matching(view, str(given.get("q", ""))))
    return Document(
        words=view.words,
        title=title,
        description=_described(view, title),
        path=canonical,
        body=f"{top}\n{rows.event_list(view, found.shown, more, found.note, found.first_day)}",
        data=[structured.item_list(found.shown, base(asked.request))] if found.shown else (),
        indexed="?" not in canonical and asked.cursor is None,
        embeds=True,
    )


def front_page(view: View, address: str) -> Document:
    """`address`: this service's."""
    found, coming, following = front_of(view)
    title = titles.front_title(view)
    more = query(following) if following else None
    top = head.head(view, title, {}, counts_of({}), "", kinds={})
    shown = [*found.lead, *found.today.shown, *found.weekend.shown, *coming]
    return Document(
        words=view.words,
        title=title,
        description=view.words("front.description"),
        path="/",
        body=f"{top}\n{frontpage.front(view, found, coming, more)}",
        data=[structured.item_list(shown, address)] if shown else (),
        embeds=True,
    )


def _month(asked: _Asked, first: date) -> Document:
    view, given = asked.view, asked.given
    span = spanning(given, first, monthrange(first.year, first.month)[1])
    title = view.words("front.month", month=view.words.month(first))
    kept = {"view": "calendar", "month": f"{first:%Y-%m}"}
    top = head.head(view, title, given, counts_of(span), "month", layout=None, kinds=kept)
    return _calendar(view, title, f"{top}\n{month.month(view, first, days_of(span, TITLES), given)}")


def _week(asked: _Asked, first: date) -> Document:
    view, given = asked.view, asked.given
    span = spanning(given, first, week.DAYS)
    title = view.words("front.weekOf", day=view.words.whole_date(first))
    kept = {"view": "week", "week": first.isoformat()}
    top = head.head(view, title, given, counts_of(span), None, layout="week", kinds=kept)
    return _calendar(view, title, f"{top}\n{week.week(view, first, days_of(span, OF_DAY), given)}")


def _printed(asked: _Asked) -> Document:
    view, given = asked.view, asked.given
    found = listed(filter_of(given), None, PRINTED)
    title = " · ".join([titles.heading(view, given), *printed.limits(view, given, venue_name(given))])
    back = f"/{query(given)}" if given else "/"
    body = printed.printed(view, title, found.shown, found.first_day, back, complete=found.next is None)
    return Document(
        words=view.words, title=title, description=title, path=f"/{query(given)}", body=body, indexed=False, final=True
    )


def _calendar(view: View, title: str, body: str) -> Document:
    return Document(words=view.words, title=title, description=_described(view, title), path="/", body=body)


def _described(view: View, title: str) -> str:
    return view.words("front.described", heading=title, description=view.words("front.description"))
