"""Sidearm, the athletics of colleges."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="sidearm",
    title="Sidearm Sports",
    covers="what the calendar's iCalendar feed covers",
    finds_feeds=True,
    reads_as="ics",
    marks=(Mark(body=Body.ICALENDAR, words=("prodid:-//sidearm",), weight=16, reason="the feed's PRODID"),),
    signs=(
        Sign(
            pattern=r"sidearmsports\.com|sidearmdev\.com|/services/responsive-calendar\.ashx",
            words=("sidearmsports.com", "sidearmdev.com", "responsive-calendar.ashx"),
            address="/calendar.ashx/calendar.ics",
            feed=True,
            reason="a site made with Sidearm",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
