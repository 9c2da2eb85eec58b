"""OvationTix box offices, by AudienceView."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="ovationtix",
    title="OvationTix",
    covers="nothing, because one page may not hold every event",
    marks=(
        Mark(body=Body.JSON, words=('"showtimes"',), weight=30, reason="the calendar's showtimes"),
        Mark(body=Body.JSON, words=('"performancesummary"',), weight=31, reason="the production's performance summary"),
    ),
    arguments=PAGE_ARGUMENTS,
)
