"""WP Event Manager, a WordPress plugin."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="wp_event_manager",
    title="WP Event Manager (WordPress)",
    covers="no days: what it lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.HTML,
            words=("wpem-single-event",),
            weight=136,
            reason="the class of an event's page",
        ),
        Mark(
            body=Body.HTML,
            words=("wpem-event-date-time",),
            weight=137,
            reason="the class of an event's date",
        ),
    ),
    signs=(
        Sign(
            pattern=r"wp-content/plugins/wp-event-manager\b",
            words=("plugins/wp-event-manager",),
            address="/?feed=event_feed",
            reason="the WP Event Manager plugin",
        ),
    ),
    unordered=True,
    arguments=PAGE_ARGUMENTS,
)
