"""The "load more" button of a listing."""

from __future__ import annotations

from dataclasses import dataclass

from parsel import Selector

from scrapers.errors import PageChanged
from scrapers.readers.reading import Context
from scrapers.readers.text import attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMore:
    """What the button asks the site for. `offset` is the number of cards that the page already shows, `increment` the
    number asked for at a time; the other fields are filters, "0" for none."""

    offset: int
    increment: int
    category: str = "0"
    venue: str = "0"
    team: str = "0"
    came_from: str = "event-list-page"


def read_load_more(page: Selector, context: Context) -> LoadMore | None:
    """The button; None where there is none and the page is the whole list. A `disabled` one counts: the site's script
    enables it. Raises PageChanged for a button without its numbers, as the list would silently end there."""
    button = page.xpath("//*[@id='loadMoreEvents']")
    if not button:
        return None
    offset, increment, category, venue, team, came_from = (
        attribute(button[0], f"data-{name}").strip()
        for name in ("offset", "increment", "category", "venue", "team", "camefrom")
    )
    if not all(number.isdecimal() and len(number) < 7 for number in (offset, increment)):
        raise PageChanged(
            f"#loadMoreEvents with data-offset {offset!r}, data-increment {increment!r}",
            url=context.url,
            source=context.source,
            field="load_more",
        )
    return LoadMore(
        offset=int(offset),
        increment=int(increment),
        category=category or "0",
        venue=venue or "0",
        team=team or "0",
        came_from=came_from or "event-list-page",
    )
