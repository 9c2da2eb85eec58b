"""The "load more" button of a listing."""

from __future__ import annotations

from dataclasses import dataclass

from parsel import Selector

from scrapers.errors import PageChanged
from scrapers.readers.reading import Context


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
    attributes = {name.removeprefix("data-"): value.strip() for name, value in button[0].attrib.items()}
    numbers = [attributes.get(name, "") for name in ("offset", "increment")]
    if not all(number.isdecimal() and len(number) < 7 for number in numbers):
        raise PageChanged(
            f"#loadMoreEvents with data-offset {numbers[0]!r}, data-increment {numbers[1]!r}",
            url=context.url,
            source=context.source,
            field="load_more",
        )
    return LoadMore(
        offset=int(numbers[0]),
        increment=int(numbers[1]),
        category=attributes.get("category") or "0",
        venue=attributes.get("venue") or "0",
        team=attributes.get("team") or "0",
        came_from=attributes.get("camefrom") or "event-list-page",
    )
