"""Fever, tickets for concerts and exhibitions."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="fever",
    title="Fever",
    covers="nothing, because one page may not hold every event",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"hits"', '"sessions"', '"venues_coordinates"'),
            weight=152,
            reason="a plan with sessions and venues_coordinates",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
