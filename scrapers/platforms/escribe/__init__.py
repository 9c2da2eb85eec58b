"""eSCRIBE, the meetings of city councils."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="escribe",
    title="eSCRIBE",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"meetingname"', '"formattedstart"'),
            weight=140,
            reason="a meeting's MeetingName and FormattedStart",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
