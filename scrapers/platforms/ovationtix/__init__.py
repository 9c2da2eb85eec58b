"""OvationTix box offices, by AudienceView."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="ovationtix",
    title="OvationTix",
    covers="every performance on sale, once the calendar was read",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"showtimes"',),
            weight=30,
            reason="the calendar's showtimes",
        ),
        Mark(
            body=Body.JSON,
            words=('"performancesummary"',),
            weight=31,
            reason="the production's performance summary",
        ),
        Mark(
            body=Body.JSON,
            words=('"performancesbydatedisplay"',),
            weight=32,
            reason="the public calendar's performancesByDateDisplay",
        ),
    ),
    one_answer=True,
    arguments=PAGE_ARGUMENTS,
    signs=(
        Sign(
            pattern=r"\b(?:ci|web)\.ovationtix\.com/(?:trs/(?:cal|pr)/)?(\d{2,9})\b",
            words=("ovationtix.com",),
            address="https://ci.ovationtix.com/{}",
            reason="a link to its OvationTix box office",
        ),
    ),
)
