"""Reads an answer by a recipe, finds the recipe of a page, and says how a page no longer fits its recipe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.errors import SourceError
from core.items import EventItem
from core.recipes.recipe import AUTO, DETAILS, FIELDS, Reads, Recipe
from scrapers.platforms.asking import query_of, with_query
from scrapers.platforms.cards.card_page import CardPage
from scrapers.platforms.cards.recipes import induction
from scrapers.platforms.cards.recipes.json_reader import read_answer
from scrapers.platforms.cards.recipes.page_reader import read_page
from scrapers.platforms.cards.recipes.reading import RecipeReading
from scrapers.reading.bodies import decode, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.next_page import next_url
from scrapers.reading.page_tree import page_tree
from scrapers.reading.records import document_of
from scrapers.reading.structured.same_event import join_same
from scrapers.reading.windows import within

_BY_HAND = ("price", "description", "page_parameter", *DETAILS)
"""Fields that are never found without a person."""
_NAMED = {
    "title": "a title",
    "date": "a date",
    "time": "an hour",
    "ends": "an end",
    "place": "a place",
    "price": "a price",
    "link": "a link",
    "image": "an image",
    "description": "a description",
    "uid": "a UID",
}
_ALMOST_NONE = 0.1
_SHOWN = 3


def read_by_recipe(recipe: Recipe, body: bytes, context: Context) -> RecipeReading:
    """Raises EmptyBody, BadCharset, WrongKind, and Blocked as `bodies` does."""
    if recipe.reads is Reads.JSON:
        read = read_answer(document_of(body, context), recipe, context)
    else:
        read = read_page(card_page(body, context), recipe)
    if recipe.page_parameter and read.next_url is None and read.matched:
        read = replace(read, next_url=_next_number(context.url, recipe.page_parameter))
    return read


def read_without(body: bytes, context: Context) -> RecipeReading:
    """A page that has no recipe. Raises the same."""
    page = card_page(body, context)
    events = tuple(page.events())
    unread = tuple(page.problems())
    return RecipeReading(events=events, problems=unread, matched=len(events), next_url=next_url(page.tree, context.url))


def joined(events: Iterable[EventItem], context: Context) -> tuple[EventItem, ...]:
    """Each event once, with all its dates."""
    return within(join_same([events]), context.window)


def as_reading(read: RecipeReading, context: Context) -> Reading:
    return Reading(events=joined(read.events, context), problems=read.problems)


def recipe_of(body: bytes, context: Context) -> Recipe | None:
    """The recipe that the page's cards give; None if no recipe reads the same events, or it is not a page."""
    try:
        page = card_page(body, context)
    except SourceError:
        return None
    recipe = induction.induce(page)
    return None if recipe is None else induction.completed(page, recipe)


def revised(recipe: Recipe, body: bytes, context: Context) -> Recipe | None:
    """The recipe of the page as it is now, with what only a person could have set in the old one."""
    found = recipe_of(body, context) if recipe.reads is Reads.HTML else None
    if found is None:
        return None
    kept = {name: value for name in _BY_HAND if (value := getattr(recipe, name))}
    return completed(found.model_copy(update={**kept, "usual": (), "ignore": ()}), body, context)


def completed(recipe: Recipe, body: bytes, context: Context) -> Recipe:
    """The recipe with what most of the cards have, and the page's other cards as those to ignore. What it says about
    either stays."""
    if recipe.reads is Reads.HTML:
        return induction.completed(card_page(body, context), recipe)
    usual = recipe.usual or read_by_recipe(recipe, body, context).usual
    return recipe.model_copy(update={"usual": usual})


def misfit(recipe: Recipe, read: RecipeReading) -> str:
    """How what was read differs from what the recipe expects, in a sentence; "" if it fits. An empty list fits only
    where the page says so, which is for the caller to know."""
    if not read.matched:
        return f"card {recipe.card!r} matches nothing"
    if not read.cards:
        empty = [name for name in ("title", "date") if read.filled.get(name, 0) <= _ALMOST_NONE * read.matched]
        where = f"any of the {read.matched} cards" if read.matched > 1 else "the only card"
        if not empty:
            return f"no date in {where} can be read"
        return "; ".join(f"{name} {_path(recipe, name)!r} matches nothing in {where}" for name in empty)
    looked_for = [name for name in recipe.usual if getattr(recipe, name) or name in ("date", "time")]
    lost = [name for name in looked_for if read.filled.get(name, 0) <= _ALMOST_NONE * read.cards]
    if lost:
        return "; ".join(_lost(name, read) for name in lost)
    if len(read.others) > read.cards:
        shown = ", ".join(repr(title) for title in read.others[:_SHOWN])
        return f"the page has {len(read.others)} other cards, more than the {read.cards} that it reads: {shown}"
    return ""


def faults(recipe: Recipe, read: RecipeReading) -> str:
    """Why a recipe that a person wrote doesn't fit the page: also a field that no card has."""
    empty = [name for name in FIELDS if getattr(recipe, name) not in ("", AUTO) and not read.filled.get(name, 0)]
    plain = misfit(recipe.model_copy(update={"usual": ()}), read)
    return plain or "; ".join(f"no card has {name} {getattr(recipe, name)!r}" for name in empty)


def _next_number(url: str, parameter: str) -> str:
    present = query_of(url, parameter) or "1"
    return with_query(url, **{parameter: int(present) + 1 if present.isdecimal() else 2})


def _lost(name: str, read: RecipeReading) -> str:
    if read.filled.get(name, 0):
        return f"most cards had {_NAMED[name]}, and now almost none of {read.cards} has"
    return f"most cards had {_NAMED[name]}, and now none of {read.cards} has"


def _path(recipe: Recipe, name: str) -> str:
    written = getattr(recipe, name) or recipe.heading
    return str(written)


def card_page(body: bytes, context: Context) -> CardPage:
    text = decode(body, context)
    require_html(text, context)
    return CardPage(page_tree(text, context), context)
