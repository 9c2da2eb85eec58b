"""A month in a widget: each day with its first events, or in a narrow place only the days that have events."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from app.api.pages.addresses import day_path
from app.api.pages.content.month import turn_label
from app.api.pages.content.parts import query
from app.api.pages.content.rows import when
from app.api.pages.content.view import View
from app.api.widget.content import title_link
from app.api.widget.given import Widget
from app.feeds.markup import escape
from storage.search.overview.by_day import EMPTY, OnDay


def month(view: View, widget: Widget, base: str, on_days: Mapping[date, OnDay], level: int) -> str:
    """`on_days`: those that have events; `level`: of the month's heading."""
    assert widget.month is not None
    first, words = widget.month, view.words
    weekdays = "".join(
        f'<li class="weekday" aria-hidden="true">{escape(words.short_weekday(day))}</li>' for day in words.weekdays
    )
    days = [first + timedelta(days=number) for number in range(monthrange(first.year, first.month)[1])]
    cells = "".join(_cell(view, widget, base, day, on_days.get(day, EMPTY)) for day in days)
    earlier, later = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
    return f"""<div class="turn">{_turn(view, widget, base, earlier, "prev")}
<h{level}>{escape(words.month(first))}</h{level}>{_turn(view, widget, base, later, "next")}</div>
<ol class="month" role="list">{weekdays}{cells}</ol>"""


def _cell(view: View, widget: Widget, base: str, day: date, on_day: OnDay) -> str:
    names = [f"from-{view.words.weekdays.index(day.isoweekday()) + 1}"] if day.day == 1 else []
    names += [
        *([] if on_day.count else ["empty"]),
        *(["today"] if day == view.today else []),
        *(["past"] if day < view.today else []),
    ]
    classes = f' class="{" ".join(names)}"' if names else ""
    current = ' aria-current="date"' if day == view.today else ""
    label = (
        f'<p class="date"><span class="short" aria-hidden="true">{day.day}</span>'
        f'<span class="full">{escape(view.words.day(day, view.today))}</span></p>'
    )
    events = "".join(
        f'<li><p class="title">{title_link(base, one, one.title)}</p><p class="when">{when(view, one)}</p></li>'
        for one in on_day.first
    )
    listed = f'<ul role="list">{events}</ul>' if events else ""
    further = on_day.count - len(on_day.first)
    address = escape(base + day_path(day) + (query(widget.filters) if widget.filters else ""))
    text = escape(view.words("widget.further", count=further))
    more = f'<p class="more"><a href="{address}">{text}</a></p>' if further > 0 else ""
    return f"<li{classes}{current}>{label}{listed}{more}</li>"


def _turn(view: View, widget: Widget, base: str, first: date, relation: str) -> str:
    """A link to another month's frame. The script shows it in place instead."""
    address = escape(f"{base}/widget/v1/frame?{widget.query(month=f'{first:%Y-%m}')}")
    label = turn_label(view.words.month(first), view.words.short_month(first), relation, "hidden")
    return f'<a href="{address}" rel="{relation}" target="_self" data-month="{first:%Y-%m}">{label}</a>'
