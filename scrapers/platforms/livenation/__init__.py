"""Live Nation's venue sites."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="livenation",
    title="Live Nation",
    covers="every event of the venue from now on, once the list was read to its end",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"discovery_id"', '"event_date"'),
            weight=120,
            reason="a show with its event_date",
        ),
        Mark(
            body=Body.JSON,
            words=('"discovery_id"', '"start_date_local"'),
            weight=121,
            reason="a show with its start_date_local",
        ),
        Mark(
            body=Body.JSON,
            words=('"getevents"',),
            weight=122,
            reason="the answer to getEvents",
        ),
    ),
    signs=(
        Sign(
            pattern=r"content\.livenationapi\.com/v1/venues/(K[A-Za-z0-9]{6,16})",
            words=("content.livenationapi.com/",),
            address="https://content.livenationapi.com/v1/venues/{}/events",
            reason="the venue's list at Live Nation",
        ),
        Sign(
            pattern=r"livenation[^<>]{0,2000}?[\"'](?:venue_?id|discovery_?id)\\?[\"']\s*:\s*\\?[\"'](KovZ[A-Za-z0-9]{4,12})",
            words=("livenation",),
            address="https://content.livenationapi.com/v1/venues/{}/events",
            reason="the venue's id at Live Nation",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
