"""Pages without structured data: cards, tables, and lists that a person sees as events."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="cards",
    title="Cards, tables, and lists on any page",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(Mark(body=Body.HTML, weight=0, reason="any HTML page may list events that people can read"),),
    arguments=PAGE_ARGUMENTS,
)
