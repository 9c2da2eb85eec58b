"""ShowClix, event pages of box offices."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="showclix",
    title="ShowClix",
    covers="no days: a page has one event",
    marks=(
        Mark(
            body=Body.HTML,
            words=("showclix", "var event ="),
            weight=138,
            reason="the page's EVENT",
        ),
        Mark(
            body=Body.HTML,
            words=("showclix", "var event="),
            weight=139,
            reason="the page's EVENT",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
