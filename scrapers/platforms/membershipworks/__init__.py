"""MembershipWorks, the events of clubs and chambers."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="membershipworks",
    title="MembershipWorks",
    covers="what the calendar's iCalendar feed covers",
    finds_feeds=True,
    reads_as="ics",
    marks=(Mark(body=Body.ICALENDAR, words=("prodid:-//membershipworks",), weight=17, reason="the feed's PRODID"),),
    signs=(
        Sign(
            pattern=r"membershipworks\.com/[^\"'\s<>]*?[?&]org=(\d{2,9})|data-mw-org=[\"'](\d{2,9})",
            words=("membershipworks.com/", "data-mw-org"),
            address="https://api.membershipworks.com/v2/events?_op=ics&org={}",
            feed=True,
            reason="a widget of MembershipWorks",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
