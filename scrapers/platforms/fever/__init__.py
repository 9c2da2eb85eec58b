"""Fever, tickets for concerts and exhibitions."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="fever",
    title="Fever",
    covers="no days: what it lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"hits"', '"sessions"', '"venues_coordinates"'),
            weight=152,
            reason="a plan with sessions and venues_coordinates",
        ),
    ),
    unordered=True,
    arguments=PAGE_ARGUMENTS,
)
