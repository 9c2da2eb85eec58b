"""Finalsite, the websites of schools."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.finalsite.ids import calendar_ids
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="finalsite",
    title="Finalsite",
    covers="what the calendar's iCalendar feed covers",
    marks=(
        Mark(
            body=Body.HTML,
            words=("fscalendareventlink",),
            weight=122,
            reason="the calendar's class fsCalendarEventLink",
        ),
        Mark(
            body=Body.HTML,
            words=("fscalendar ", "data-calendar-ids"),
            weight=123,
            reason="a calendar element",
        ),
    ),
    signs=(
        Sign(
            pattern=r"data-calendar-ids=[\"']?([\d,]{1,80})",
            words=("data-calendar-ids",),
            address="/fs/calendar-manager/events.ics?calendar_ids[]={}",
            feed=True,
            read_key=calendar_ids,
            reason="a calendar of Finalsite",
        ),
    ),
    finds_feeds=True,
    arguments=PAGE_ARGUMENTS,
)
