"""Teamup calendars."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="teamup",
    title="Teamup",
    covers="what the calendar's iCalendar feed covers",
    finds_feeds=True,
    reads_as="ics",
    marks=(Mark(body=Body.ICALENDAR, words=("prodid:-//teamup",), weight=12, reason="the feed's PRODID"),),
    signs=(
        Sign(
            pattern=r"\bteamup\.com/(?:c/)?(ks[a-z0-9]{10,30})",
            words=("teamup.com/",),
            address="https://ics.teamup.com/feed/{}/0.ics",
            feed=True,
            reason="an embedded Teamup calendar",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
