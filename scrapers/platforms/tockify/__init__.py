"""Tockify calendars."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="tockify",
    title="Tockify",
    covers="every event from now on, once the list was read to its end",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"eid"', '"millis"', '"tzid"'),
            weight=112,
            reason="the event's eid and its time in millis with a tzid",
        ),
    ),
    signs=(
        Sign(
            pattern=r"(?:tockify\.com/|data-tockify-calendar=[\"'])(?!api/|assets/|embed)([a-z0-9._-]{3,60})(?=[\"'/?])",
            words=("tockify.com/", "data-tockify-calendar"),
            address="https://tockify.com/api/feeds/ics/{}",
            feed=True,
            reason="an embedded Tockify calendar",
        ),
        Sign(
            pattern=r"tockify\.com/api/feeds/ics/([a-z0-9._-]{3,60})",
            words=("tockify.com/api/feeds/ics/",),
            address="https://tockify.com/api/feeds/ics/{}",
            feed=True,
            reason="a link to a Tockify calendar's feed",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
