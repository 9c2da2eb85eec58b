"""EventON, a WordPress calendar plugin."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="eventon",
    title="EventON (WordPress)",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.JSON,
            words=("eventon_list_event",),
            weight=134,
            reason="EventON's rows in an answer",
        ),
        Mark(
            body=Body.HTML,
            words=("eventon_list_event",),
            weight=120,
            reason="EventON's row class",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
