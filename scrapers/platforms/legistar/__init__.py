"""Legistar, the meetings of city councils."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="legistar",
    title="Legistar",
    covers="every meeting from today on, once the list was read to its end",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"eventbodyname"',),
            weight=136,
            reason="a meeting's EventBodyName",
        ),
        Mark(
            body=Body.JSON,
            words=('"meeting date"', '"meeting time"'),
            weight=137,
            reason="the columns of the calendar's page",
        ),
    ),
    signs=(
        Sign(
            pattern=r"webapi\.legistar\.com/v1/([\w-]{2,40})|\b(?!webapi|www)([\w-]{2,40})\.legistar\d?\.com\b",
            words=(".legistar",),
            address="https://webapi.legistar.com/v1/{}/events",
            reason="a link to its meetings in Legistar",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
