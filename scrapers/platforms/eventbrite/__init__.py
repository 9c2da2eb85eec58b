"""Eventbrite: organizer pages, event pages, and the API."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="eventbrite",
    title="Eventbrite",
    covers="with EVENTBRITE_KEY, every event of the organizer from now on; without it no days: "
    "what the organizer's page lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.JSON,
            words=("eventbriteapi.com/v3/",),
            weight=118,
            reason="addresses of the API (eventbriteapi.com/v3)",
        ),
        Mark(
            body=Body.HTML,
            words=("eventbrite.", '"upcomingevents"'),
            weight=110,
            reason="an organizer's page",
        ),
        Mark(
            body=Body.HTML,
            words=("eventbrite.", 'data-testid="event-title"'),
            weight=111,
            reason="an event's page",
        ),
    ),
    signs=(
        Sign(
            pattern=r"eventbrite\.[a-z.]{2,6}/o/(?:[\w%-]*-)?(\d{8,13})\b",
            words=("eventbrite.",),
            address="https://www.eventbrite.com/o/{}",
            reason="a link to its organizer's page at Eventbrite",
        ),
    ),
    key="eventbrite_key",
    works_without_key=True,
    arguments=PAGE_ARGUMENTS,
)
