"""SpotHopper, the websites of restaurants and bars."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="spothopper",
    title="SpotHopper",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.HTML,
            words=("event-calendar-card", "data-event-start-date"),
            weight=124,
            reason="the card class event-calendar-card",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
