"""A week: each day with its events, next to each other where there is room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.api.pages.addresses import day_path, event_path
from app.api.pages.content.month import turn
from app.api.pages.content.parts import query
from app.api.pages.content.rows import when
from app.api.pages.content.view import Filters, View
from app.feeds.markup import escape
from app.language.country import without_country
from storage.search.listings import Listing
from storage.search.overview.by_day import EMPTY, OnDay

DAYS = 7


def week(view: View, first: date, days: Mapping[date, OnDay], filters: Filters) -> str:
    """`first`: the week's first day; `days`: those that have events."""
    words = view.words
    shown = [first + timedelta(days=number) for number in range(DAYS)]
    cells = "".join(_day(view, day, days.get(day, EMPTY), filters) for day in shown)
    name = words("when.range", **{"from": words.short_day(shown[0]), "to": words.short_day(shown[-1])})
    earlier, later = first - timedelta(days=DAYS), first + timedelta(days=DAYS)
    return f"""<section aria-labelledby="week-name"><div class="months">{_link(view, earlier, filters, "prev")}
<h2 id="week-name">{escape(name)}</h2>{_link(view, later, filters, "next")}</div>
<ol class="week" role="list">{cells}</ol></section>"""


def _day(view: View, day: date, on_day: OnDay, filters: Filters) -> str:
    words, path = view.words, day_path(day) + (query(filters) if filters else "")
    near = words.near_day(day, view.today)
    label = f'<span class="day__near">{escape(near)}</span> ' if near else ""
    name = f'<a class="week__name" href="{escape(path)}">{label}{escape(words.day(day, view.today))}</a>'
    events = "".join(_event(view, one) for one in on_day.first)
    listed = f'<ul class="week__events" role="list">{events}</ul>' if events else ""
    none = "" if events else f'<p class="soft small">{escape(words("calendar.none"))}</p>'
    see_all = escape(words("front.seeAll", count=on_day.count))
    more = f'<p><a href="{escape(path)}">{see_all}</a></p>' if on_day.count > len(on_day.first) else ""
    past = " week__day--past" if day < view.today else ""
    current = ' aria-current="date"' if day == view.today else ""
    return f'<li class="week__day{past}"{current}><h3>{name}</h3>{listed}{none}{more}</li>'


def _event(view: View, one: Listing) -> str:
    place = one.venue_name or without_country(one.venue_address)
    where = f'<p class="soft small">{escape(place)}</p>' if place else ""
    title = f'<a class="week__title" href="{event_path(one.event_id, one.title)}">{escape(one.title)}</a>'
    kind = escape(view.kind(one.town_categories))
    return f'<li class="week__event kind--{kind}"><p class="week__when">{when(view, one)}</p><p>{title}</p>{where}</li>'


def _link(view: View, first: date, filters: Filters, relation: str) -> str:
    path = query({"view": "week", "week": first.isoformat(), **filters})
    words = view.words
    return turn(path, words("front.weekOf", day=words.whole_date(first)), words.short_day(first), relation)
