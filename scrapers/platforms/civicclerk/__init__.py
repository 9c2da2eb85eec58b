"""CivicClerk, the meetings of city councils."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="civicclerk",
    title="CivicClerk",
    covers="every meeting from today on, once the list was read to its end",
    marks=(
        Mark(
            body=Body.JSON,
            words=("civicclerk.com", '"startdatetime"'),
            weight=138,
            reason="a meeting of CivicClerk",
        ),
        Mark(
            body=Body.JSON,
            words=('"eventtemplateid"', '"startdatetime"'),
            weight=139,
            reason="a meeting's eventTemplateId",
        ),
    ),
    signs=(
        Sign(
            pattern=r"\b([\w-]{2,40})\.(?:portal|api)\.civicclerk\.com\b",
            words=(".civicclerk.com",),
            address="https://{}.api.civicclerk.com/v1/Events",
            reason="a link to its meetings in CivicClerk",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
