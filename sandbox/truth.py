"""What a perfect harvest of each site finds, told from the programmes themselves and never by running a reader.

Compare the fields of `COMPARED`; what the sites do not say stands as None. Titles are as the page writes them, marks
such as `[POSTPONED]` included, with entities resolved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from sandbox.truth_carbonhouse import from_cards, from_details
from sandbox.truth_tribe import from_month_calendars
from scrapers.items import EventItem
from scrapers.readers.reading import Window

COMPARED = ("title", "occurrences", "status", "sold_out", "price", "venue", "ticket_url")

_EXPECTED: Mapping[str, Callable[[date, str], tuple[EventItem, ...]]] = {
    "vanwezel": lambda today, base_url: from_details(today, base_url, with_ends=False),
    "venue2": lambda today, base_url: from_details(today, base_url, with_ends=True),
    "mote": from_month_calendars,
}
_EXPECTED_OF_LISTING = {"vanwezel": from_cards, "venue2": from_cards}


def expected(
    site: str,
    today: date,
    *,
    base_url: str = "http://sandbox.example",
    window: Window | None = None,
    details: bool = True,
) -> tuple[EventItem, ...]:
    """Every event of a site in the order of first occurrence.

    base_url  the site's address, which its own relative links are resolved against.
    window    keeps the occurrences whose local start date lies in it, and the events that then have any.
    details   False: of a carbonhouse venue, what is left when its detail pages refuse (`refuse406`).
    """
    events = (_EXPECTED if details else _EXPECTED_OF_LISTING)[site](today, base_url)
    if window is None:
        return events
    return tuple(kept for event in events if (kept := _within(event, window)).occurrences)


def _within(event: EventItem, window: Window) -> EventItem:
    return replace(
        event,
        occurrences=tuple(
            occurrence
            for occurrence in event.occurrences
            if (window.starts is None or occurrence.local_date >= window.starts)
            and (window.ends is None or occurrence.local_date < window.ends)
        ),
    )
