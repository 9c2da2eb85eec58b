"""CampusLabs Engage (Anthology), the clubs of a college."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="campuslabs",
    title="CampusLabs Engage",
    covers="what the calendar's iCalendar feed covers",
    finds_feeds=True,
    reads_as="ics",
    marks=(
        Mark(body=Body.ICALENDAR, words=("campuslabs.com/engage",), weight=15, reason="links to the college's events"),
    ),
    signs=(
        Sign(
            pattern=r"\b([\w-]{2,40})\.campuslabs\.com/engage\b",
            words=(".campuslabs.com",),
            address="https://{}.campuslabs.com/engage/events.ics",
            feed=True,
            reason="a link to the college's events",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
