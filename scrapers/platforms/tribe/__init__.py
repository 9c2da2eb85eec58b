"""The Events Calendar, a WordPress plugin."""

from scrapers.platforms.arguments import Whole
from scrapers.platforms.platform import Body, Mark, Platform, Sign

MOST_MONTHS_AHEAD = 24
MONTHS_AHEAD = 2
"""Read after the present month, unless a schedule says otherwise."""
"""Each is a request."""

PLATFORM = Platform(
    name="tribe",
    title="The Events Calendar (WordPress)",
    covers="the requested months, once their feeds are read",
    whole_site=True,
    finds_feeds=True,
    marks=(
        Mark(
            body=Body.JSON,
            words=("next_rest_url",),
            weight=80,
            reason="the REST answer's link to its next page",
        ),
        Mark(
            body=Body.JSON,
            words=("utc_start_date",),
            weight=81,
            reason="the REST answer's utc_start_date",
        ),
        Mark(
            body=Body.JSON,
            words=("event-archive-page-not-found",),
            weight=82,
            reason="the answer past the last REST page",
        ),
        Mark(
            body=Body.HTML,
            words=("tribe-events-calendar",),
            weight=70,
            reason="the calendar's own class",
        ),
    ),
    arguments=(
        Whole(
            name="months_ahead",
            help="Months to read after this one.",
            least=0,
            most=MOST_MONTHS_AHEAD,
            default=MONTHS_AHEAD,
        ),
    ),
    signs=(
        Sign(
            pattern=r"/wp-json/tribe/events/v1",
            address="/wp-json/tribe/events/v1/events?per_page=50",
            reason="The Events Calendar's REST root",
        ),
        Sign(
            pattern=r"tribe-events",
            words=("tribe-events",),
            address="/wp-json/tribe/events/v1/events?per_page=50",
            reason="classes of The Events Calendar",
        ),
    ),
)
