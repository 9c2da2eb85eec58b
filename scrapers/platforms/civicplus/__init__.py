"""CivicPlus, the websites of towns."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.civicplus.queries import query
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="civicplus",
    title="CivicPlus",
    covers="what the calendar's iCalendar feed covers",
    finds_feeds=True,
    reads_as="ics",
    marks=(Mark(body=Body.ICALENDAR, words=("calendar.aspx?eid=",), weight=14, reason="links to the site's calendar"),),
    signs=(
        Sign(
            pattern=r"href=[\"'][^\"']*?iCalendar\.aspx\?([^\"'#]*?catID=\d+[^\"'#]*)",
            words=("icalendar.aspx",),
            address="/common/modules/iCalendar/iCalendar.aspx?{}",
            feed=True,
            read_key=query,
            reason="a calendar of the town",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
