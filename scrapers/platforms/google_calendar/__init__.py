"""Google Calendar: embedded calendars, and answers of its API."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.google_calendar.ids import calendar_id
from scrapers.platforms.platform import Body, Mark, Platform, Sign

_FEED = "https://calendar.google.com/calendar/ical/{}/public/basic.ics"

PLATFORM = Platform(
    name="google_calendar",
    title="Google Calendar",
    covers="what the calendar's iCalendar feed covers",
    finds_feeds=True,
    marks=(
        Mark(
            body=Body.JSON,
            words=('"calendar#events"',),
            weight=132,
            reason='the API\'s kind "calendar#events"',
        ),
        Mark(
            body=Body.ICALENDAR,
            words=("prodid:-//google inc//google calendar",),
            weight=10,
            reason="the feed's PRODID",
        ),
    ),
    signs=(
        Sign(
            pattern=r"(?:calendar\.google\.com/calendar/(?:u/\d/)?(?:embed|r)\?[^\"'\s<>]*?|&(?:amp;)?)(?:src|cid)="
            r"([A-Za-z0-9_.+=%@-]{6,200})",
            address=_FEED,
            feed=True,
            read_key=calendar_id,
            reason="an embedded Google Calendar",
        ),
        Sign(
            pattern=r"\b([\w.-]{3,100}@group\.calendar\.google\.com)\b",
            words=("group.calendar.google.com",),
            address=_FEED,
            feed=True,
            reason="the id of a Google Calendar in the page",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
