"""Wix Events."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="wix",
    title="Wix Events",
    covers="nothing, because one page may not hold every event",
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
