"""AXS venue pages."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="axs",
    title="AXS",
    covers="every event of the venue from now on, once its pages were read to the end",
    marks=(
        Mark(
            body=Body.JSON, words=('"headlinerstext"', '"venuetitle"'), weight=128, reason="an event's headlinersText"
        ),
        Mark(
            body=Body.HTML,
            words=("venueeventsdata",),
            weight=128,
            reason="a venue page's venueEventsData",
        ),
    ),
    signs=(
        Sign(
            pattern=r"\baxs\.com/(?:[a-z-]{2,8}/)?venues/(\d{2,9})",
            words=("axs.com/",),
            address="https://www.axs.com/venues/{}",
            reason="a link to the venue at AXS",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
