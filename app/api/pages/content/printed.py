"""A list for paper: the events of each day, a line each, without pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from app.api.calendar.filters import moment
from app.api.calendar.shown_title import shown_title
from app.api.pages.content.rows import place_of, when
from app.api.pages.content.view import Filters, View
from app.feeds.markup import escape
from app.highlights.merit import Shown
from core.config import settings


def printed(view: View, heading: str, found: Sequence[Shown], since: date, back: str, *, complete: bool) -> str:
    """By day, then what began before `since`. `back`: the address of the list; `complete`: there are no others."""
    new = [one for one in found if one.listing.local_date >= since]
    earlier = [one for one in found if one.listing.local_date < since]
    days = groupby(new, key=lambda one: one.listing.local_date)
    parts = [_section(view, view.words.day(day, view.today), group) for day, group in days]
    parts += [_section(view, view.words("front.running"), earlier)] if earlier else []
    nothing = "" if found else f"<p>{escape(view.words('list.none'))}</p>"
    more = "" if complete else f"<p>{escape(view.words('list.countOrMore', count=len(found)))}</p>"
    link = f'<p class="printed__back"><a href="{escape(back)}">{escape(view.words("layouts.back"))}</a></p>'
    return f'<div class="printed">{link}<h1>{escape(heading)}</h1>{"".join(parts)}{nothing}{more}</div>'


def limits(view: View, given: Filters, venue: str | None) -> list[str]:
    """The filters that a list's heading doesn't name, as above the list (`web/src/events/FilterChips.tsx`).
    `venue`: the name of the chosen one."""
    words = view.words
    texts = {
        "venue": venue or words("filters.venue"),
        "source": words("filters.ofSource", name=str(given.get("source", ""))),
        "free": words("filters.notFree" if given.get("free") == "false" else "filters.free"),
        "evening": words("filters.evening"),
        "online": words("filters.online"),
        "near": words("filters.nearYou"),
        "bbox": words("filters.inArea"),
    }
    days = []
    if "from" in given:
        days.append(words("filters.fromDay", day=words.short_day(_moment(given, "from"))))
    if "until" in given:
        days.append(words("filters.toDay", day=words.short_day(_moment(given, "until") - timedelta(microseconds=1))))
    return days + [text for name, text in texts.items() if name in given and (name == "free" or given[name] != "false")]


def _moment(given: Filters, name: str) -> datetime:
    zone = ZoneInfo(settings().timezone)
    return moment(name, str(given[name]), zone).astimezone(zone)


def _section(view: View, name: str, found: Iterable[Shown]) -> str:
    lines = "".join(_line(view, one) for one in found)
    return f'<section><h2>{escape(name)}</h2><ul role="list">{lines}</ul></section>'


def _line(view: View, one: Shown) -> str:
    listing, words = one.listing, view.words
    notes = [*words.marks(listing, view.now), words.price(listing), words.more_dates(listing, one.more)]
    more = ". ".join(filter(None, (place_of(view, listing), *notes)))
    title = escape(shown_title(listing, listing.title))
    return f"<li><p>{when(view, listing)}</p><p><strong>{title}</strong> {escape(more)}</p></li>"
