"""BiblioCommons, the calendars of public libraries."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="bibliocommons",
    title="BiblioCommons",
    covers="every event from now on, once the list was read to its end",
    marks=(
        Mark(body=Body.JSON, words=('"branchlocationid"',), weight=162, reason="an event's branchLocationId"),
        Mark(
            body=Body.JSON,
            words=('"entities"', '"indexstart"'),
            weight=163,
            reason="the list's entities with their indexStart",
        ),
    ),
    signs=(
        Sign(
            pattern=r"\b([\w-]{2,40})\.bibliocommons\.com\b(?<!gateway\.bibliocommons\.com)(?<!cdn\.bibliocommons\.com)",
            words=(".bibliocommons.com",),
            address="https://gateway.bibliocommons.com/v2/libraries/{}/events",
            reason="a link to the library's calendar at BiblioCommons",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
