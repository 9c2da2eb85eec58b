"""Meetup groups."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="meetup",
    title="Meetup",
    covers="the feed's next ten events or so",
    finds_feeds=True,
    reads_as="ics",
    marks=(Mark(body=Body.ICALENDAR, words=("prodid:-//meetup//",), weight=11, reason="the feed's PRODID"),),
    signs=(
        Sign(
            pattern=r"\bmeetup\.com/(?!apps|find|topics|about|pro|blog|lp|help|login|register|cities|media|_next|privacy|terms)(?:[a-z]{2}-[A-Z]{2}/)?([\w-]{3,80})(?=[/\"'?\s<]|$)",
            words=("meetup.com/",),
            address="https://www.meetup.com/{}/events/ical/",
            feed=True,
            reason="a link to its group at Meetup",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
