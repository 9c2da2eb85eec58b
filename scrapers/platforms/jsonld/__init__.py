"""Pages with schema.org events, in any syntax."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="jsonld",
    title="schema.org data on a page",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(Mark(body=Body.HTML, weight=1, reason="any HTML page may hold schema.org events"),),
    arguments=PAGE_ARGUMENTS,
)
