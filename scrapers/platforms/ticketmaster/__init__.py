"""Ticketmaster's Discovery API."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="ticketmaster",
    title="Ticketmaster",
    covers="every event of the venue from now on, once the list was read to its end",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"localdate"', '"dates"'),
            weight=114,
            reason="the Discovery API's dates with a localDate",
        ),
        Mark(
            body=Body.JSON,
            words=("app.ticketmaster.com", '"totalelements"'),
            weight=115,
            reason="a page of the Discovery API",
        ),
        Mark(
            body=Body.JSON,
            words=("/discovery/v2/events", '"totalelements"'),
            weight=116,
            reason="a page of the Discovery API",
        ),
    ),
    signs=(
        Sign(
            pattern=r"(?:app\.ticketmaster\.com/discovery/v2/events[^\"'\s]*venueId=|ticketmaster\.com/[^\"'\s]*/venue/)"
            r"(K[A-Za-z0-9]{9,16})",
            words=("ticketmaster.com/",),
            address="https://app.ticketmaster.com/discovery/v2/events.json?venueId={}",
            reason="a link to the venue at Ticketmaster",
        ),
    ),
    key="ticketmaster_key",
    arguments=PAGE_ARGUMENTS,
)
