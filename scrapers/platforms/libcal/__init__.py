"""LibCal, Springshare's library calendar."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="libcal",
    title="LibCal",
    covers="every upcoming event, once the list was read to its end",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"total_results"', '"startdt"'),
            weight=50,
            reason="the list's total_results and startdt",
        ),
        Mark(
            body=Body.HTML,
            words=("s-lc-ea-tb",),
            weight=50,
            reason="the table widget's class",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
    signs=(
        Sign(
            pattern=r"([\w.-]+\.libcal\.com)/[\w/.-]*\?[^\"'\s<>]*?\b(?:cid|cal_id|c)=(\d{1,9})",
            words=("libcal.com",),
            address="https://{}/ajax/calendar/list?c={}",
            reason="a link to a LibCal calendar",
        ),
    ),
)
