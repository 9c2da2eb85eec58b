"""JetBook, the ticket pages of comedy clubs."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="jetbook",
    title="JetBook",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"_source"', '"parsedate_start_date"'),
            weight=150,
            reason="a record's parsedate_start_date",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
