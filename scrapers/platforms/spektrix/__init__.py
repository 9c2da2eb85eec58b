"""Spektrix box offices."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="spektrix",
    title="Spektrix",
    covers="every performance from now on, once both lists were read",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"firstinstancedatetime"',),
            weight=130,
            reason="an event's firstInstanceDateTime",
        ),
        Mark(
            body=Body.JSON,
            words=('"startutc"', '"isonsale"'),
            weight=131,
            reason="an instance's startUtc",
        ),
    ),
    signs=(
        Sign(
            pattern=r"//([\w.-]+)/([\w-]{2,40})/(?:api/v3/|website/)",
            words=(
                "/api/v3/",
                "/website/",
            ),
            address="https://{}/{}/api/v3/",
            reason="addresses of Spektrix",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
