"""Tessitura TNEW box offices."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="tnew",
    title="Tessitura TNEW",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
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
