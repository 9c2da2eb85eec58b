"""Resident Advisor, the listings of clubs."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="resident_advisor",
    title="Resident Advisor",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"contenturl"', '"starttime"'),
            weight=154,
            reason="an event's contentUrl and startTime",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
