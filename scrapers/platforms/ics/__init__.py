"""iCalendar feeds (RFC 5545). One folder because its modules are the steps of one reading, from bytes to events."""

from scrapers.platforms.arguments import Address, Switch, Whole, Zone
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="ics",
    title="iCalendar",
    covers="the days from today on that a source's feeds cover together without a gap",
    marks=(Mark(body=Body.ICALENDAR, weight=100, reason="it begins with BEGIN:VCALENDAR (RFC 5545, 3.4)"),),
    arguments=(
        Address(name="url", help="Read this feed instead of the source's."),
        Whole(name="limit", help="Reads at most this many of the source's feeds.", least=1, default=100),
        Zone(name="timezone", help="The zone of times that name none; by default the source's own."),
        Switch(name="utc_is_local", help="1: the site writes local times and marks them as UTC."),
        Switch(name="local_is_utc", help="1: the site writes UTC times without a zone, or labels them with its own."),
        Switch(name="uids_change", help="1: the site makes new UIDs at every load."),
        Switch(name="due_only", help="1: feeds that seldom change may be left out."),
    ),
)
