"""Events Manager, a WordPress calendar plugin."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="events_manager",
    title="Events Manager (WordPress)",
    covers="what the iCalendar feed covers: its next 50 events",
    marks=(
        Mark(
            body=Body.HTML,
            words=("em-event em-item",),
            weight=126,
            reason="the row class em-event",
        ),
        Mark(
            body=Body.HTML,
            words=("em-events-list",),
            weight=127,
            reason="the list class em-events-list",
        ),
    ),
    signs=(
        Sign(
            pattern=r"wp-content/plugins/events-manager\b|\bem-events-list\b",
            words=("plugins/events-manager", "em-events-list"),
            address="/events.ics",
            feed=True,
            reason="the Events Manager plugin",
        ),
    ),
    finds_feeds=True,
    arguments=PAGE_ARGUMENTS,
)
