"""RSS and Atom feeds with event fields."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="rss",
    title="RSS or Atom",
    covers="nothing, because one page may not hold every event",
    marks=(Mark(body=Body.FEED, weight=100, reason="an RSS, RDF or Atom root element"),),
    arguments=PAGE_ARGUMENTS,
)
