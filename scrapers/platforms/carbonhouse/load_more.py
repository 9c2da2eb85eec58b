"""Reads the "load more" button of a listing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsel import Selector

from core.errors import PageChanged
from scrapers.reading.contract import Context
from scrapers.reading.text import attribute, text_of

LISTS = "#list, .eventList__wrapper, .eventList, .event_list, .m-eventList, #eventsList"
"""The elements around the cards of a listing. The button is in the outer one, after the cards."""

_MORE = re.compile(r"(?:load|show|view|see) more(?: (?:events?|shows?|performances?|results))?", re.IGNORECASE)
_MORE_NAMES = ("loadmore", "showmore", "load-more", "show-more", "load_more", "show_more")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMore:
    """What the button requests. `offset` is the number of cards that the page already shows, `increment` the number of
    cards per request; the other fields are filters, "0" for none."""

    offset: int
    increment: int
    category: str = "0"
    venue: str = "0"
    team: str = "0"
    came_from: str = "event-list-page"


def read_load_more(page: Selector, context: Context, *, cards: int) -> LoadMore | None:
    """The button; None if the page has no button and is the whole list. A `disabled` button counts, because the site's
    script enables it. Some skins leave out a number (Goldenvoice: `data-increment`): the first page shows as many cards
    as each later one, so the other number or the number of cards replaces it.

    Raises PageChanged for a button with other texts as numbers, and for a list with a similar control under another
    name, because the list would silently end there. The cards are good all the same.
    """
    button = page.xpath("//*[@id='loadMoreEvents']")
    if not button:
        _require_whole_list(page, context)
        return None
    offset, increment, category, venue, team, came_from = (
        attribute(button[0], f"data-{name}").strip()
        for name in ("offset", "increment", "category", "venue", "team", "camefrom")
    )
    if not all(not number or (number.isdecimal() and len(number) < 7) for number in (offset, increment)):
        raise PageChanged(
            f"#loadMoreEvents with data-offset {offset!r}, data-increment {increment!r}",
            url=context.url,
            source=context.source,
            field="load_more",
        )
    return LoadMore(
        offset=int(offset or cards),
        increment=int(increment or offset or 0) or max(cards, 1),
        category=category or "0",
        venue=venue or "0",
        team=team or "0",
        came_from=came_from or "event-list-page",
    )


def _require_whole_list(page: Selector, context: Context) -> None:
    """Raises PageChanged if the list has a control with an offset and increment, a class such as `loadmore`, or the
    text "Load more events"."""
    controls = page.css(LISTS).xpath(
        ".//*[self::button or self::a or self::input or (@data-offset and @data-increment)][not(ancestor::noscript)]"
    )
    for control in controls:
        names = f"{attribute(control, 'id')} {attribute(control, 'class')}".lower()
        numbered = control.xpath("boolean(@data-offset and @data-increment)").get() == "1"
        if numbered or any(name in names for name in _MORE_NAMES) or _MORE.fullmatch(text_of(control)):
            raise PageChanged(
                f"no #loadMoreEvents, but {control.root.tag} {names.strip()!r} {text_of(control)[:40]!r}",
                url=context.url,
                source=context.source,
                field="load_more",
            )
