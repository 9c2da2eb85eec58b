"""A month: each day links to its events, and shows the first of them where there is room."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from datetime import date, timedelta

from app.api.pages.addresses import day_path, event_path
from app.api.pages.content.parts import query
from app.api.pages.content.view import Filters, View
from app.feeds.markup import escape
from storage.search.listings import Listing
from storage.search.overview.by_day import EMPTY, OnDay

LAST_DAYS = 7
"""Of a month, which have little left: a link leads to the next one."""
ARROWS = {"prev": '<span aria-hidden="true">‹</span>', "next": '<span aria-hidden="true">›</span>'}


def month(view: View, first: date, days: Mapping[date, OnDay], filters: Filters) -> str:
    """`first`: the month's first day; `days`: those that have events."""
    words = view.words
    head = "".join(
        f'<th scope="col" abbr="{escape(words.weekday(day))}">{escape(words.short_weekday(day))}</th>'
        for day in words.weekdays
    )
    weeks = "".join(
        f"<tr>{''.join(_cell(view, day, first, days.get(day, EMPTY), filters) for day in week)}</tr>"
        for week in Calendar(words.weekdays[0] - 1).monthdatescalendar(first.year, first.month)
    )
    earlier, later = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
    return f"""<section aria-labelledby="month-name"><div class="months">{_link(view, earlier, filters, "prev")}
<h2 id="month-name">{escape(words.month(first))}</h2>{_link(view, later, filters, "next")}</div>
{following(view, filters) if is_ending(view, first) else ""}
<table class="month" aria-labelledby="month-name"><thead><tr>{head}</tr></thead><tbody>{weeks}</tbody></table>
</section>"""


def is_ending(view: View, first: date) -> bool:
    """Whether today is one of the last days of the month with this first day."""
    soon = view.today + timedelta(days=LAST_DAYS)
    return _month_of(view.today) == first != _month_of(soon)


def following(view: View, filters: Filters) -> str:
    """A link to the next month."""
    first = _month_of(_month_of(view.today) + timedelta(days=32))
    path = query({"view": "calendar", "month": f"{first:%Y-%m}", **filters})
    label = escape(view.words("calendar.following", month=view.words.month(first)))
    return f'<p class="more"><a class="button" href="/{escape(path)}">{label}</a></p>'


def _month_of(day: date) -> date:
    return day.replace(day=1)


def turn(path: str, name: str, short: str, relation: str) -> str:
    """A link to the calendar before or after this one. `relation`: `prev` or `next`."""
    label = turn_label(name, short, relation, "visually-hidden")
    return f'<a class="button" href="/{escape(path)}" rel="{relation}">{label}</a>'


def turn_label(name: str, short: str, relation: str, hidden: str) -> str:
    """An arrow with the short name, and the whole name for those who hear it. `hidden`: the class of what only they
    get."""
    shown = f'<span aria-hidden="true">{escape(short)}</span><span class="{hidden}">{escape(name)}</span>'
    return f"{ARROWS[relation]} {shown}" if relation == "prev" else f"{shown} {ARROWS[relation]}"


def _cell(view: View, day: date, first: date, on_day: OnDay, filters: Filters) -> str:
    if day.month != first.month:
        return "<td></td>"
    names = ["month__day", "month__day--busy" if on_day.count else "", "month__day--past" if day < view.today else ""]
    current = ' aria-current="date"' if day == view.today else ""
    path = day_path(day) + (query(filters) if filters else "")
    said = escape(view.words("calendar.none"))
    unit = f'<span class="month__unit">{escape(view.words("calendar.unit", count=on_day.count))}</span>'
    busy = f'<span class="month__count">{on_day.count} {unit}</span>'
    number = busy if on_day.count else f'<span class="visually-hidden">: {said}</span>'
    classes = " ".join(filter(None, names))
    titles = "".join(_title(view, one) for one in on_day.first)
    if (left := on_day.count - len(on_day.first)) and titles:
        more = escape(view.words("calendar.more", count=left))
        titles += f'<li class="month__event"><a class="month__title month__more" href="{escape(path)}">{more}</a></li>'
    listed = f'<ul class="month__titles" role="list">{titles}</ul>' if titles else ""
    return f'<td><a class="{classes}" href="{escape(path)}"{current}><span>{day.day}</span>{number}</a>{listed}</td>'


def _title(view: View, one: Listing) -> str:
    path = event_path(one.event_id, one.title)
    kind = escape(view.kind(one.town_categories))
    return f'<li class="month__event kind--{kind}"><a class="month__title" href="{path}">{escape(one.title)}</a></li>'


def _link(view: View, first: date, filters: Filters, relation: str) -> str:
    path = query({"view": "calendar", "month": f"{first:%Y-%m}", **filters})
    return turn(path, view.words.month(first), view.words.short_month(first), relation)
