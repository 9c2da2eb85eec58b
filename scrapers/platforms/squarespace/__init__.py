"""Squarespace event collections."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="squarespace",
    title="Squarespace",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"recordtypelabel"',),
            weight=70,
            reason="the item field recordTypeLabel",
        ),
        Mark(
            body=Body.JSON,
            words=('"calendarview"', '"collection"'),
            weight=71,
            reason="a collection's calendar view",
        ),
        Mark(
            body=Body.HTML,
            words=("squarespace_context",),
            weight=10,
            reason="the page's Squarespace context",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
