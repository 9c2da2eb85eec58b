"""Wix Events."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="wix",
    title="Wix Events",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"scheduletbd"',),
            weight=20,
            reason="the field scheduleTbd",
        ),
        Mark(
            body=Body.HTML,
            words=("wix-warmup-data",),
            weight=20,
            reason="the page's warm-up data",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
