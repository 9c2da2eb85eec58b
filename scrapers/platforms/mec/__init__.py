"""Modern Events Calendar, a WordPress plugin."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="mec",
    title="Modern Events Calendar (WordPress)",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.HTML,
            words=("mec-single-event",),
            weight=5,
            reason="the class of an event's page",
        ),
        Mark(
            body=Body.HTML,
            words=("mec-event-article",),
            weight=6,
            reason="the class of a list's events",
        ),
    ),
    signs=(
        Sign(
            pattern=r"wp-content/plugins/modern-events-calendar[\w-]*|\bmec-(?:wrap|event-article|calendar)\b",
            words=("modern-events-calendar", "mec-wrap", "mec-event-article", "mec-calendar"),
            address="/?mec-ical-feed=1",
            feed=True,
            reason="the Modern Events Calendar plugin",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
