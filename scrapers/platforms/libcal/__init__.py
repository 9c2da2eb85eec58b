"""LibCal, Springshare's library calendar."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="libcal",
    title="LibCal",
    covers="nothing, because one page may not hold every event",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"total_results"', '"startdt"'),
            weight=50,
            reason="the list's total_results and startdt",
        ),
        Mark(body=Body.HTML, words=("s-lc-ea-tb",), weight=50, reason="the table widget's class"),
    ),
    arguments=PAGE_ARGUMENTS,
)
