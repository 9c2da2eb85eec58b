"""Tessitura TNEW box offices."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="tnew",
    title="Tessitura TNEW",
    covers="nothing, because one page may not hold every event",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"productionseasonid"',),
            weight=40,
            reason="the production season's id",
        ),
        Mark(
            body=Body.HTML,
            words=("tn-prod-list-item",),
            weight=30,
            reason="the listing's class",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
