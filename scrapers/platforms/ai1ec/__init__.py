"""All-in-One Event Calendar, a WordPress plugin."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="ai1ec",
    title="All-in-One Event Calendar (WordPress)",
    covers="what the calendar's iCalendar feed covers",
    finds_feeds=True,
    reads_as="ics",
    marks=(Mark(body=Body.ICALENDAR, words=("ai1ec",), weight=13, reason="the plugin's name in the feed"),),
    signs=(
        Sign(
            pattern=r"\bai1ec[-_]|all-in-one-event-calendar",
            words=("ai1ec", "all-in-one-event-calendar"),
            address="/?plugin=all-in-one-event-calendar&controller=ai1ec_exporter_controller&action=export_events&no_html=true",
            feed=True,
            reason="the All-in-One Event Calendar plugin",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
