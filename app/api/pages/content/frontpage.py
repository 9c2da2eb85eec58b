"""The front page: big pictures, today, the weekend, what follows, and last what is always there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.api.calendar.front import Front, Section
from app.api.pages.content.month import following, is_ending
from app.api.pages.content.rows import by_day, card, row, section
from app.api.pages.content.view import View
from app.feeds.markup import escape
from app.highlights.merit import Shown


def front(view: View, found: Front, coming: Sequence[Shown], more: str | None) -> str:
    """`coming`: what follows, without what is in the other parts; `more`: the query of its next page."""
    return "\n".join(['<div class="stack stack--loose">', *_parts(view, found, coming, more), "</div>"])


def _parts(view: View, found: Front, coming: Sequence[Shown], more: str | None) -> Iterator[str]:
    words = view.words
    if not found.event_ids and not coming:
        yield f"<p>{escape(words('list.none'))}</p>"
    if found.lead:
        cards = "".join(card(view, one, first=place == 0) for place, one in enumerate(found.lead))
        yield f'<section class="stack"><h2 class="visually-hidden">{escape(words("front.lead"))}</h2>'
        yield f'<ul class="lead" role="list">{cards}</ul></section>'
    near = escape(words("when.today"))
    today = f'<span class="day__near">{near}</span> {escape(words.day(found.day, view.today))}'
    yield _section(view, today, found.today, "/today", dated=False)
    yield _section(view, escape(words("tabs.weekend")), found.weekend, "/this-weekend", dated=True)
    if is_ending(view, view.today.replace(day=1)):
        yield following(view, {})
    yield from by_day(view, coming, found.day)
    if more is not None:
        label = escape(words("list.more"))
        yield f'<p class="more"><a class="button" href="{escape(more)}" rel="next">{label}</a></p>'
    if found.daily:
        yield section(view, escape(words("front.daily")), found.daily)
    if found.running:
        yield section(view, escape(words("front.running")), found.running)


def _section(view: View, heading: str, found: Section, path: str, *, dated: bool) -> str:
    """With a link to all of the day, if there are more."""
    if not found.shown and found.complete:
        return ""
    rows = "".join(row(view, one, dated=dated) for one in found.shown)
    label = escape(view.words("front.seeAll", count=found.total) if found.total else view.words("front.seeMany"))
    listed = f'<ul class="day__events" role="list">{rows}</ul>' if rows else ""
    link = "" if found.complete else f'<p><a class="button" href="{path}">{label}</a></p>'
    return f'<section class="day"><h2 class="day__name">{heading}</h2>{listed}{link}</section>'
