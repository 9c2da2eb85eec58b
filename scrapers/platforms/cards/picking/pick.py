"""Writes the selector of a field for an element that a person clicked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lxml import html

from core.recipes.paths import select_on_page
from core.recipes.recipe import Recipe
from scrapers.platforms.cards.card_page import CardPage
from scrapers.platforms.cards.picking.outlines import IN_CARD
from scrapers.platforms.cards.recipes.card_parts import CardParts, mention_in
from scrapers.platforms.cards.recipes.page_reader import RecipePage, elements_of
from scrapers.platforms.cards.recipes.selectors import around, inside, lasting_classes, on_page

PICKED = ("card", *IN_CARD, "next_page")
"""The fields that can be picked."""
_JUDGED = 60
"""About so many cards decide on a selector."""
_BIGGER = {"date", "time", "link", "image"}
"""Fields that an element around the clicked one may have: a card's date is often split into month and day."""


class Refusal(StrEnum):
    """Why an element can't be a field. ONCE: neither it nor what is around it repeats. OUTSIDE: it is in no card.
    UNREADABLE: the field can't be read in it. NO_LINK: no link is in or around it."""

    ONCE = "once"
    OUTSIDE = "outside"
    UNREADABLE = "unreadable"
    NO_LINK = "no_link"


class CantPick(ValueError):
    """The element can't be this field. `text`: what the element shows."""

    def __init__(self, refusal: Refusal, text: str) -> None:
        super().__init__(f"{refusal}: {text}")
        self.refusal, self.text = refusal, text


@dataclass(frozen=True, slots=True)
class Pick:
    """A field's selector. A date that is picked above the cards is the field `heading`."""

    field: str
    selector: str


def picked(page: CardPage, recipe: Recipe, field: str, element: html.HtmlElement) -> tuple[Recipe, Pick]:
    """The recipe with the selector of the clicked element for a field of PICKED. Raises CantPick.

    The recipe may still lack its card, title, or date ("")."""
    if not page.finder.page.shows(element):
        raise CantPick(Refusal.UNREADABLE, "")
    if field == "card":
        pick = Pick("card", _card(page, recipe, element))
    elif field == "next_page":
        pick = Pick("next_page", _next_page(page, element))
    else:
        pick = _in_card(page, recipe, field, element)
    return recipe.model_copy(update=_changes(recipe, pick)), pick


def _changes(recipe: Recipe, pick: Pick) -> dict[str, str]:
    if pick.field == "heading":
        return {"heading": pick.selector, "date": ""}
    if pick.field != "date":
        return {pick.field: pick.selector}
    with_hour = {"time": pick.selector} if recipe.time in ("", recipe.date) else {}
    return {"date": pick.selector, "heading": "", **with_hour}


def _card(page: CardPage, recipe: Recipe, clicked: html.HtmlElement) -> str:
    """The largest element around the clicked one that the page repeats as often as the parts inside it."""
    shown = page.finder.page
    places = _Places(page)
    whole = {one: places.alike(one) for one in (clicked, *clicked.iterancestors()) if shown.shows(one)}
    alike = whole if recipe.heading else {one: _dated(page, others) for one, others in whole.items()}
    if not any(len(others) > 1 for others in alike.values()):
        alike = whole
    levels = [one for one, others in alike.items() if one in others and len(others) > 1]
    if not levels:
        raise CantPick(Refusal.ONCE, shown.of(clicked))
    best = levels[0]
    for one in levels[1:]:
        if len(alike[one]) < len(alike[best]):
            break
        best = one
    selector = around(alike[best], lambda written: elements_of(page, written))
    if selector is None:
        raise CantPick(Refusal.ONCE, shown.of(clicked))
    return selector


class _Places:
    """The shown elements of a page by their tags from the root on. Found in one pass: a page may have 200 levels."""

    def __init__(self, page: CardPage) -> None:
        paths: dict[tuple[int, object], int] = {}
        self._path: dict[html.HtmlElement, int] = {}
        self._with: defaultdict[int, list[html.HtmlElement]] = defaultdict(list)
        for one in page.tree.iter("*"):
            above = one.getparent()
            way = (-1 if above is None else self._path[above], one.tag)
            self._path[one] = paths.setdefault(way, len(paths))
            if page.finder.page.shows(one):
                self._with[self._path[one]].append(one)

    def alike(self, element: html.HtmlElement) -> list[html.HtmlElement]:
        """Those in the same place of the structure that look like the element, itself among them."""
        above = element.getparent()
        return [
            one
            for one in self._with[self._path[element]]
            if (_is_alike(one, element) or _is_built_alike(one, element))
            and (above is None or _is_alike(one.getparent(), above))
        ]


def _dated(page: CardPage, elements: Sequence[html.HtmlElement]) -> list[html.HtmlElement]:
    return [one for one in elements if page.finder.between(*page.finder.page.spans[one])]


def _is_built_alike(one: html.HtmlElement, other: html.HtmlElement) -> bool:
    """Whether two neighbors have the same children, as the rows of a table whose classes alternate."""
    tags = [child.tag for child in one]
    return one.getparent() is other.getparent() and len(tags) > 1 and tags == [child.tag for child in other]


def _is_alike(one: html.HtmlElement, other: html.HtmlElement) -> bool:
    own, others = set(lasting_classes(one)), set(lasting_classes(other))
    return one.tag == other.tag and (bool(own & others) or not (own or others))


def _next_page(page: CardPage, clicked: html.HtmlElement) -> str:
    links = (one for one in (clicked, *clicked.iterancestors("a"), *clicked.iter("a")) if one.tag == "a")
    link = next((one for one in links if one.get("href")), None)
    if link is None:
        raise CantPick(Refusal.NO_LINK, page.finder.page.of(clicked))
    forms = list(on_page(link))
    if next(link.itersiblings("*"), None) is None:
        forms += [f"{one}:last-child" for one in forms]
    firsts = ((written, select_on_page(written, page.tree)) for written in forms)
    found = [(written, len(matches)) for written, matches in firsts if matches and matches[0] is link]
    if not found:
        return next(reversed([*inside(page.tree, link)])).replace(":scope", "html", 1)
    return min(found, key=lambda one: one[1])[0]


def _in_card(page: CardPage, recipe: Recipe, field: str, clicked: html.HtmlElement) -> Pick:
    reader = RecipePage(page, recipe)
    cards = reader.cards()
    around_it = {clicked, *clicked.iterancestors()}
    own = next((one for one in cards if one.element in around_it), None)
    if own is None:
        if field == "date" and cards:
            return Pick("heading", _heading(page, clicked))
        raise CantPick(Refusal.OUTSIDE, page.finder.page.of(clicked))
    element = _readable(own, field, clicked, reader)
    judged = [own, *(one for one in cards[:: 1 + len(cards) // _JUDGED] if one is not own)]
    return Pick(field, _widest(judged, field, element, reader))


def _readable(own: CardParts, field: str, clicked: html.HtmlElement, reader: RecipePage) -> html.HtmlElement:
    mention = reader.mention_of(own)
    for one in (clicked, *clicked.iterancestors()):
        if own.has(field, one, mention):
            return one
        if field not in _BIGGER or one is own.element or one.getparent() is own.element:
            break
    raise CantPick(Refusal.UNREADABLE, own.text.of(clicked))


def _widest(cards: Sequence[CardParts], field: str, element: html.HtmlElement, reader: RecipePage) -> str:
    """The selector that reads the field from the element in the first card, from a part like it in the most of the
    others, and from another part in the fewest; of equals, one whose first match is the element."""
    mentions = [reader.mention_of(one) for one in cards]
    best, most = "", (0, 0, False)
    for written in inside(cards[0].element, element):
        if cards[0].holder(field, written, mentions[0]) is not element:
            continue
        held = [one.holder(field, written, mention) for one, mention in zip(cards, mentions, strict=True)]
        found = [
            (card, one) for card, one in zip(cards, held, strict=True) if one is not None and not isinstance(one, str)
        ]
        same = sum(_is_same_part(one, card, element, cards[0]) for card, one in found)
        score = same, same - len(found), next(cards[0].matches(written), None) is element
        if not best or score > most:
            best, most = written, score
    return best


def _is_same_part(one: html.HtmlElement, card: CardParts, other: html.HtmlElement, others_card: CardParts) -> bool:
    """Whether two elements look alike, and so do those around them, unless that is the whole card."""
    if not _is_alike(one, other):
        return False
    above, others_above = one.getparent(), other.getparent()
    in_whole = (
        one is card.element or above is card.element,
        other is others_card.element or others_above is others_card.element,
    )
    if any(in_whole) or above is None or others_above is None:
        return all(in_whole)
    return _is_alike(above, others_above)


def _heading(page: CardPage, clicked: html.HtmlElement) -> str:
    selector = None
    if mention_in(page, clicked) is not None:
        selector = around(_Places(page).alike(clicked), lambda written: elements_of(page, written))
    if selector is None:
        raise CantPick(Refusal.UNREADABLE, page.finder.page.of(clicked))
    return selector
