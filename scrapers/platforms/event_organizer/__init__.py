"""Event Organizer, a WordPress calendar plugin."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="event_organizer",
    title="Event Organizer (WordPress)",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.HTML,
            words=("eo-event-meta",),
            weight=134,
            reason="the class of an event's facts",
        ),
        Mark(
            body=Body.JSON,
            words=('"venue_slug"', '"allday"'),
            weight=148,
            reason="an event's venue_slug",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
