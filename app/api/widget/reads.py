"""What a widget reads of events."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC
from http import HTTPStatus

from app.api.calendar import occurrences
from app.api.feeds.saved_filter import filter_of
from app.api.http.problems import Problem
from app.api.pages import titles
from app.api.pages.addresses import event_path
from app.api.pages.content.view import Filters, View
from app.api.pages.lists.reads import days_of, spanning
from app.api.widget import content, month
from app.api.widget.given import Show, Widget
from app.highlights.merit import Shown
from storage.database.read_only import reading
from storage.events import detail
from storage.search import listings
from storage.search.filters import EventFilter, Once, Sort

TIMES = 5
"""Of a single event."""
TITLES = 3
"""On a day of a month."""


def written(view: View, widget: Widget, base: str, level: int = 2) -> str:
    """The widget's content. `level`: of its first heading. Raises Problem 422 for a wrong filter, 404 for an unknown
    event."""
    if widget.show is Show.EVENT:
        return _event(view, widget, base, level)
    wanted = widget.bounded(view.today)
    filter_of(wanted)
    title, path = titles.heading(view, widget.filters), titles.canonical(wanted, view.names)
    if widget.show is Show.MONTH:
        inside = _month(view, widget, base, level + 1)
    else:
        write = content.cards if widget.show is Show.CARDS else content.event_list
        inside = write(view, base, listed(wanted, widget.limit), level + 1)
    return content.whole(view, widget, base, title, path, inside, level)


def listed(filters: Filters, limit: int) -> Sequence[Shown]:
    """What comes next, of a series only the first date."""
    found = occurrences.listed(filter_of(filters), Sort.SOONEST, limit, None, once=Once.SERIES)
    return [Shown(one, found.more.get(one.occurrence_id)) for one in found.listings]


def _event(view: View, widget: Widget, base: str, level: int) -> str:
    assert widget.event_id is not None
    with reading() as connection:
        found = detail.read_event(connection, widget.event_id)
        if found is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {widget.event_id}.")
        coming = EventFilter(from_=view.now.astimezone(UTC).replace(second=0, microsecond=0))
        times, total = listings.next_times(connection, coming, [found.event_id], TIMES).get(found.event_id, ([], 0))
    inside = content.event(view, base, found, times, total, level + 1)
    return content.whole(
        view, widget, base, titles.front_title(view), event_path(found.event_id, found.title), inside, level
    )


def _month(view: View, widget: Widget, base: str, level: int) -> str:
    first = widget.month
    assert first is not None
    span = spanning(widget.filters, first, monthrange(first.year, first.month)[1])
    return month.month(view, widget, base, days_of(span, TITLES), level)
