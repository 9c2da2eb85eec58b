"""The events that a perfect harvest of each site finds. They come from the sandbox's own data, never from a reader.

Compare the fields in `COMPARED`, and only the amounts of a price. A field is None if the site doesn't publish it.
Titles are as on the page, including marks such as `[POSTPONED]`, with entities resolved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from core.items import EventItem
from sandbox.calendars.leaflets import from_json_ld, from_rss
from sandbox.calendars.site import CHANGING, all_traps
from sandbox.calendars.traps_changes import changing_uids
from sandbox.carbonhouse.truth import from_cards, from_details
from sandbox.town.truth import from_listings
from sandbox.tribe.months import Month
from sandbox.tribe.truth import from_month_calendars
from scrapers.reading.contract import Window

COMPARED = ("title", "occurrences", "status", "sold_out", "price", "venue", "ticket_url")
DEFAULT_BASE_URL = "http://sandbox.example"

_EXPECTED: Mapping[str, Callable[[date, str], tuple[EventItem, ...]]] = {
    "vanwezel": lambda today, base_url: from_details(today, base_url, with_ends=False),
    "mote": from_month_calendars,
    "venue2": lambda today, base_url: from_details(today, base_url, with_ends=True),
    "town": from_listings,
}
_EXPECTED_OF_LISTING = {"vanwezel": from_cards, "venue2": from_cards}
_EXPECTED_OF_PAGE = {"jsonld": from_json_ld, "rss": from_rss}


def expected(
    site: str,
    today: date,
    *,
    base_url: str = DEFAULT_BASE_URL,
    window: Window | None = None,
    details: bool = True,
) -> tuple[EventItem, ...]:
    """Every event of a site; for `feeds`, the events of all calendars with stable UIDs, and for `town` those of all its
    sources.

    base_url  the site's address, used to resolve its relative links.
    window    drops occurrences whose local start date is outside, and events without any occurrence left. None: keep
              all, except for `feeds`, which then uses `usual_window`.
    details   False: only what the listing of a carbonhouse venue shows, for when its detail pages refuse (`refuse406`).
    """
    if site == "feeds":
        return tuple(event for name in all_traps(today) for event in expected_of_feed(name, today, window=window))
    events = (_EXPECTED if details else _EXPECTED_OF_LISTING)[site](today, base_url)
    return _within(events, window)


def expected_of_feed(
    name: str, today: date, *, base_url: str = DEFAULT_BASE_URL, window: Window | None = None
) -> tuple[EventItem, ...]:
    """The events of `/calendars/<name>.ics`, or of the pages `jsonld` and `rss`. A uid that changes at each load is
    empty here."""
    if name in _EXPECTED_OF_PAGE:
        return _within(_EXPECTED_OF_PAGE[name](today, base_url), window)
    trap = changing_uids(today, 0) if name == CHANGING else all_traps(today)[name]
    return _within(trap.events, window or usual_window(today))


def usual_window(today: date) -> Window:
    """From yesterday to the same day thirteen months ahead, the iCalendar reader's default."""
    end = Month.of(today).plus(13)
    return Window(
        starts=today - timedelta(days=1), ends=min(end.first_day + timedelta(days=today.day - 1), end.last_day)
    )


def _within(events: tuple[EventItem, ...], window: Window | None) -> tuple[EventItem, ...]:
    if window is None:
        return events
    return tuple(kept for event in events if (kept := _cut(event, window)).occurrences)


def _cut(event: EventItem, window: Window) -> EventItem:
    return replace(
        event,
        occurrences=tuple(
            occurrence
            for occurrence in event.occurrences
            if (window.starts is None or occurrence.local_date >= window.starts)
            and (window.ends is None or occurrence.local_date < window.ends)
        ),
    )
