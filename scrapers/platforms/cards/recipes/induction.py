"""Finds the recipe of a page: selectors that give what the reader of cards found without any."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from typing import Any

from lxml import html

from core.items import EventItem
from core.recipes.paths import select_on_page, split_text
from core.recipes.recipe import AUTO, Recipe
from scrapers.platforms.cards.card_page import Card, CardPage
from scrapers.platforms.cards.dates.hours import hours_of
from scrapers.platforms.cards.fields import address_in, picture_in, venue_element
from scrapers.platforms.cards.recipes.card_parts import CardParts
from scrapers.platforms.cards.recipes.page_reader import elements_of, other_cards, read_page
from scrapers.platforms.cards.recipes.selectors import around, inside
from scrapers.platforms.cards.records import Record
from scrapers.reading.dates import Times
from scrapers.reading.next_page import next_link

_TRIED = 300
"""So many selectors are tried for a field."""
_MOST_JOINED = 3
"""Of selectors that together find a field."""
_SAYS_NEXT = re.compile(r"(?<![\w-])(?:next|older|siguiente)(?![\w-])")
_FEW = 0.1
_JUDGED = 60
"""About so many cards decide on a selector; all cards decide whether the recipe is kept."""


def induce(page: CardPage) -> Recipe | None:
    """The recipe that reads the events that the reader of cards finds on the page; None if none does: where cards are
    lines of a text or several elements, where several headings name the events, and where cards differ too much."""
    cards = sorted((one for group in page.groups for one in group), key=lambda one: one.record.start)
    cards = [one for one in cards if not page.is_archived(one)]
    if not cards or any(len(one.record.parts) != 1 for one in cards):
        return None
    recipe = _Search(page, cards).recipe()
    if recipe is None:
        return None
    found = {_shown(one) for one in page.events()}
    return next((one for one in (recipe, _with_auto(recipe)) if _reads(page, one, found)), None)


def _with_auto(recipe: Recipe) -> Recipe:
    """With selectors of the card, its title, and its date only: the cards that decided on the others may lack an hour
    or a picture that a few have."""
    return recipe.model_copy(update=dict.fromkeys(("time", "place", "link", "image"), AUTO))


def completed(page: CardPage, recipe: Recipe) -> Recipe:
    """The recipe with the fields that most of the page's cards have, and the page's other cards as those to ignore."""
    if not recipe.ignore:
        others = [one.record.parts[0] for one in other_cards(page, recipe) if len(one.record.parts) == 1]
        left = around(others, lambda written: elements_of(page, written)) if others else None
        recipe = recipe.model_copy(update={"ignore": (left,) if left else ()})
    return recipe if recipe.usual else recipe.model_copy(update={"usual": read_page(page, recipe).usual})


def _reads(page: CardPage, recipe: Recipe, found: Set[Any]) -> bool:
    """Whether a recipe reads what was found. It may read a few cards more, which are built in another way than most,
    unless it gives them their title."""
    read = {_shown(one) for one in read_page(page, recipe).events}
    _, text = split_text(recipe.title)
    return found == read or (found < read and not text and len(read - found) <= _FEW * len(found))


def _shown(event: EventItem) -> Any:
    return event.title, event.occurrences, event.url, event.venue, event.image_url, event.status


_Read = Callable[[int, str], Any]
"""Reads a field of the card with this number at a selector."""


class _Search:
    """Tries selectors on the first cards, field by field, until one gives what the reader of cards found."""

    def __init__(self, page: CardPage, cards: Sequence[Card]) -> None:
        self.page = page
        self.text = page.finder.page
        self.elements = [one.record.parts[0] for one in cards]
        self.cards = cards[:: 1 + len(cards) // _JUDGED]
        self.parts = [CardParts(page, one.record.parts[0]) for one in self.cards]
        self.facts = [page.facts(one) for one in self.cards]

    def recipe(self) -> Recipe | None:
        card = around(self.elements, lambda written: elements_of(self.page, written))
        title = self._title_at()
        date, heading = self._date()
        if card is None or not title or not (date or heading):
            return None
        return Recipe(
            card=card,
            title=title,
            date=date,
            heading=heading,
            time=self._time(date),
            place=self._place(),
            link=self._link(title),
            image=self._image(),
            next_page=self._next_page(),
            detail_time=AUTO if any(one.url and not one.occurrences[0].time_known for one in self.facts) else "",
        )

    def _title_at(self) -> str:
        """A selector, the text that a heading or the page's name gives to all cards, or both; "" if neither does."""
        held = [one.title.element for one in self.cards]
        given = {one.title.text for one in self.cards if one.title.element is None}
        if len(given) > 1:
            return ""
        own = [number for number, element in enumerate(held) if element is not None]
        wanted = [None if one.title.element is None else one.title.text for one in self.cards]
        written = self._field(held, self._title, wanted) if own else ""
        return ", ".join(filter(None, (written, *(f"'{text}'" for text in given))))

    def _title(self, number: int, written: str) -> str | None:
        title = self.parts[number].title(written)
        return None if title is None else title.text

    def _date(self) -> tuple[str, str]:
        """Selectors of the date in the card and of the heading above the cards; one of them is ""."""
        mentions = [one.record.mention for one in self.cards]
        held = [self.text.element_at(one.start, one.end) for one in mentions]
        if all(one.start <= mention.start < one.end for one, mention in zip(self.parts, mentions, strict=True)):
            return self._field(held, self._day, [one.start for one in mentions]), ""
        headings = [one for one in held if one is not None]
        return "", around(headings, lambda written: elements_of(self.page, written)) or ""

    def _day(self, number: int, written: str) -> int | None:
        mention = self.parts[number].date(written)
        return None if mention is None else mention.start

    def _time(self, date: str) -> str:
        wanted = [hours_of(one.record, self.page.finder, self.page.context.timezone) for one in self.cards]
        if not any(wanted) or (date and self._agrees(date, self._hours, wanted)):
            return date if any(wanted) else ""
        held = [self._smallest_with(number, hours) for number, hours in enumerate(wanted)]
        return self._or_auto(held, self._hours, wanted)

    def _hours(self, number: int, written: str) -> Times | None:
        return self.parts[number].hours(written, self.cards[number].record.mention)

    def _smallest_with(self, number: int, hours: Times | None) -> html.HtmlElement | None:
        """The innermost element of a card that has its hours."""
        if hours is None:
            return None
        shown = [one for one in self.elements[number].iter() if one in self.text.spans]
        for one in reversed(shown):
            part = Record((one,), self.cards[number].record.mention, *self.text.spans[one])
            if hours_of(part, self.page.finder, self.page.context.timezone) == hours:
                return one
        return None

    def _place(self) -> str:
        held = [venue_element(one.record, one.title, self.text) for one in self.cards]
        return self._or_auto(
            held, lambda number, path: self.parts[number].venue(path), [one.venue for one in self.facts]
        )

    def _link(self, title: str) -> str:
        def read(number: int, written: str) -> str | None:
            return self.parts[number].link(written)

        wanted = [one.url for one in self.facts]
        named, _ = split_text(title)
        if named and any(wanted) and self._agrees(named, read, wanted):
            return named
        return self._or_auto(self._holders("a", address_in, wanted), read, wanted)

    def _image(self) -> str:
        wanted = [one.image_url for one in self.facts]
        held = self._holders("img", picture_in, wanted)
        return self._or_auto(held, lambda number, path: self.parts[number].picture(path), wanted)

    def _next_page(self) -> str:
        """A selector that says "next". Any other may find the link to the previous page on the second one."""
        tree, url = self.page.tree, self.page.context.url
        link = next_link(tree, url)
        found = None if link is None else around([link], lambda written: select_on_page(written, tree))
        is_named = found is not None and _SAYS_NEXT.search(found) is not None
        return found if found and is_named and select_on_page(found, tree) == [link] else AUTO

    def _holders(
        self, tag: str, address: Callable[[html.HtmlElement, str], str | None], wanted: Sequence[str | None]
    ) -> list[html.HtmlElement | None]:
        base = self.page.context.url
        return [
            next((one for one in parts.element.iter(tag) if url and address(one, base) == url), None)
            for parts, url in zip(self.parts, wanted, strict=True)
        ]

    def _field(self, held: Sequence[html.HtmlElement | None], read: _Read, wanted: Sequence[Any]) -> str:
        """The selector that reads the wanted values in the most cards, joined with others for the rest; "" if no card
        has any. `held`: the elements that have them."""
        best = ""
        right: set[int] = set()
        for _ in range(_MOST_JOINED):
            left = [number for number in range(len(wanted)) if number not in right]
            better, more = self._better(
                best, right, [number for number in left if held[number] is not None], read, wanted, held
            )
            if len(more) <= len(right):
                break
            best, right = better, more
        return best

    def _better(
        self,
        best: str,
        right: set[int],
        left: Sequence[int],
        read: _Read,
        wanted: Sequence[Any],
        held: Sequence[html.HtmlElement | None],
    ) -> tuple[str, set[int]]:
        tried: set[str] = set()
        found, most = best, right
        for number in left:
            element = held[number]
            for one in inside(self.parts[number].element, element) if element is not None else ():
                written = f"{best}, {one}" if best else one
                if written in tried:
                    continue
                tried.add(written)
                now = {card for card, value in enumerate(wanted) if read(card, written) == value}
                if len(now) > len(most):
                    found, most = written, now
                if len(most) == len(wanted):
                    return found, most
            if len(tried) > _TRIED:
                break
        return found, most

    def _or_auto(self, held: Sequence[html.HtmlElement | None], read: _Read, wanted: Sequence[Any]) -> str:
        """A selector that reads the wanted values in all cards, else AUTO; "" if no card has any."""
        found = self._field(held, read, wanted)
        return found if found and self._agrees(found, read, wanted) else AUTO if any(wanted) else ""

    def _agrees(self, written: str, read: _Read, wanted: Sequence[Any]) -> bool:
        return all(read(number, written) == value for number, value in enumerate(wanted))
