"""RSS and Atom feeds with event fields."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="rss",
    title="RSS or Atom",
    covers="no days: what it lacks is withdrawn once more proves that it is gone",
    marks=(Mark(body=Body.FEED, weight=100, reason="an RSS, RDF or Atom root element"),),
    unordered=True,
    arguments=PAGE_ARGUMENTS,
)
