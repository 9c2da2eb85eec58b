"""Finds the elements of a page from which a recipe reads its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import html

from core.items import EventItem
from core.recipes.paths import select_on_page
from core.recipes.recipe import AUTO
from scrapers.platforms.cards.fields import address_in, picture_in
from scrapers.platforms.cards.recipes.card_parts import CardParts
from scrapers.platforms.cards.recipes.page_reader import RecipePage
from scrapers.reading.next_page import next_link

IN_CARD = ("title", "date", "time", "place", "price", "link", "image", "description")
"""The fields that are read inside a card of a page."""
Outline: TypeAlias = tuple[html.HtmlElement, str]
"""An element and the field that is read from it."""


def outlines(reader: RecipePage) -> Iterator[Outline]:
    """In the order of the page's cards. A field that is read from an attribute, or that the recipe calls "auto", has
    none."""
    for parts in reader.cards():
        yield parts.element, "card"
        mention = reader.mention_of(parts)
        for field in IN_CARD:
            written = getattr(reader.recipe, field)
            held = parts.holder(field, written, mention) if written and written != AUTO else None
            if held is not None and not isinstance(held, str):
                yield held, field
    if reader.recipe.heading:
        yield from ((one, "heading") for one in _elements(reader, reader.recipe.heading))
    yield from ((one, "next_page") for one in _next_links(reader))


def found_links(parts: CardParts, event: EventItem, reader: RecipePage) -> Iterator[Outline]:
    """The link and the picture of an event that were found without a selector."""
    base = reader.page.context.url
    for field, tag, read, wanted in (
        ("link", "a", address_in, event.url),
        ("image", "img", picture_in, event.image_url),
    ):
        if getattr(reader.recipe, field) == AUTO and wanted:
            held = next((one for one in parts.element.iter(tag) if read(one, base) == wanted), None)
            if held is not None and parts.text.shows(held):
                yield held, field


def _next_links(reader: RecipePage) -> list[html.HtmlElement]:
    written = reader.recipe.next_page
    if written == AUTO:
        link = next_link(reader.page.tree, reader.page.context.url)
        return [] if link is None else [link]
    return _elements(reader, written)[:1]


def _elements(reader: RecipePage, written: str) -> list[html.HtmlElement]:
    found = select_on_page(written, reader.page.tree) if written else []
    return [one for one in found if not isinstance(one, str) and reader.page.finder.page.shows(one)]
