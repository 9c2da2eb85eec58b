"""A month whose days link to their events."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from datetime import date, timedelta

from app.api.pages.addresses import day_path
from app.api.pages.content.parts import query
from app.api.pages.content.view import Filters, View
from app.feeds.markup import escape

SUNDAY = 6
ARROWS = {"prev": '<span aria-hidden="true">‹</span>', "next": '<span aria-hidden="true">›</span>'}


def month(view: View, first: date, counts: Mapping[date, int], filters: Filters) -> str:
    """`first`: the month's first day; `counts`: how many events there are on each day that has any."""
    words = view.words
    weekdays = [(SUNDAY + number) % 7 + 1 for number in range(7)]
    head = "".join(
        f'<th scope="col" abbr="{escape(words.weekday(day))}">{escape(words.short_weekday(day))}</th>'
        for day in weekdays
    )
    weeks = "".join(
        f"<tr>{''.join(_cell(view, day, first, counts, filters) for day in week)}</tr>"
        for week in Calendar(SUNDAY).monthdatescalendar(first.year, first.month)
    )
    earlier, later = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
    return f"""<section aria-labelledby="month-name"><div class="months">{_link(view, earlier, filters, "prev")}
<h2 id="month-name">{escape(words.month(first))}</h2>{_link(view, later, filters, "next")}</div>
<table class="month" aria-labelledby="month-name"><thead><tr>{head}</tr></thead><tbody>{weeks}</tbody></table>
</section>"""


def _cell(view: View, day: date, first: date, counts: Mapping[date, int], filters: Filters) -> str:
    if day.month != first.month:
        return "<td></td>"
    count = counts.get(day, 0)
    names = ["month__day", "month__day--busy" if count else "", "month__day--past" if day < view.today else ""]
    current = ' aria-current="date"' if day == view.today else ""
    path = day_path(day) + (query(filters) if filters else "")
    said = escape(view.words("calendar.none"))
    unit = f'<span class="month__unit">{escape(view.words("calendar.unit", count=count))}</span>'
    busy = f'<span class="month__count">{count} {unit}</span>'
    number = busy if count else f'<span class="visually-hidden">: {said}</span>'
    classes = " ".join(filter(None, names))
    return f'<td><a class="{classes}" href="{escape(path)}"{current}><span>{day.day}</span>{number}</a></td>'


def _link(view: View, first: date, filters: Filters, relation: str) -> str:
    path = query({"view": "calendar", "month": f"{first:%Y-%m}", **filters})
    name = f'<span class="visually-hidden">{escape(view.words.month(first))}</span>'
    return f'<a class="button button--icon" href="/{escape(path)}" rel="{relation}">{ARROWS[relation]}{name}</a>'
