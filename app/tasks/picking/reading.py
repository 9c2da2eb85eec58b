"""Reads a copied page by a recipe that a person is correcting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lxml import html

from app.tasks.arguments import BadArguments
from core.addresses import http_address
from core.fetching import copies
from core.fetching.copies import PageCopy
from core.fetching.fetcher import Fetcher
from core.items import EventItem
from core.recipes.recipe import Recipe
from scrapers.discovery.asking import Site
from scrapers.platforms.cards.card_page import CardPage
from scrapers.platforms.cards.picking.outlines import found_links, outlines
from scrapers.platforms.cards.picking.page_copy import elements_in, page_copy
from scrapers.platforms.cards.picking.pick import CantPick, Pick, picked
from scrapers.platforms.cards.recipes.page_reader import RecipePage
from scrapers.platforms.cards.recipes.read import card_page, faults, recipe_of
from scrapers.reading.contract import Context
from scrapers.settings import ROBOTSTXT_USER_AGENT

SHOWN = 60
NONE_YET = Recipe.model_construct(card="", title="")
"""Of a page whose cards give no recipe: a person picks all of it."""


def copied(
    fetcher: Fetcher, url: str, name: str, timezone: str, now: datetime, recipe: Recipe | None
) -> dict[str, Any]:
    """Fetches the page, keeps a copy under the name, and reads it. Raises SourceError, NotPublic, FetchFailed,
    RedisError."""
    fetched = Site(fetcher, ROBOTSTXT_USER_AGENT, pause_s=0).get(http_address(url))
    context = Context(url=fetched.url, timezone=timezone, now=now, encoding=fetched.charset)
    page = card_page(fetched.body, context)
    copy = PageCopy(fetched.url, fetched.charset, fetched.body, page_copy(page), page.language)
    copies.keep(name, copy)
    known = recipe or recipe_of(fetched.body, context) or NONE_YET
    return {"copy": name, **reading_of(page, known)}


def reread(name: str, timezone: str, now: datetime, recipe: Recipe, wanted: tuple[str, int] | None) -> dict[str, Any]:
    """Reads a copy again. `wanted`: a field, and the number of the element for it. Raises SourceError, NoCopy,
    BadArguments, RedisError."""
    copy = copies.kept(name)
    context = Context(url=copy.url, timezone=timezone, now=now, encoding=copy.charset)
    page = card_page(copy.body, context)
    if wanted is None:
        return {"copy": name, **reading_of(page, recipe)}
    field, number = wanted
    elements = elements_in(page)
    if number >= len(elements):
        raise BadArguments(f"element must be less than {len(elements)}, the number of the page's elements")
    try:
        changed, pick = picked(page, recipe, field, elements[number])
    except CantPick as error:
        refusal = {"reason": error.refusal.value, "text": error.text[:SHOWN]}
        return {"copy": name, **reading_of(page, recipe), "refusal": refusal}
    return {"copy": name, **reading_of(page, changed, pick)}


def reading_of(page: CardPage, recipe: Recipe, pick: Pick | None = None) -> dict[str, Any]:
    """What a recipe reads on a page, as JSON.

    recipe    as read. `picked`: the field that was just picked, and its selector; `refusal`: why the clicked element
              can't be it, and its text.
    outlines  the number of each element that the recipe finds, with its field.
    matched   how many cards there are, and `counts` by field how many have it.
    choices   the parts of the first card that can be picked: number, tag, and text ("" of a picture).
    events    those of the cards: see `_row`. `lacking`: required fields that have no selector yet.
    faults    how the recipe doesn't fit the page, in a sentence; "" if it does.
    """
    numbers = {one: number for number, one in enumerate(elements_in(page))}
    reader = RecipePage(page, recipe)
    shown = list(outlines(reader))
    lacking = [name for name in ("card", "title") if not getattr(recipe, name)]
    lacking += [] if recipe.date or recipe.heading else ["date"]
    whole = {
        "recipe": recipe.to_json(),
        "picked": None if pick is None else {"field": pick.field, "selector": pick.selector},
        "refusal": None,
        "lacking": lacking,
    }
    if not recipe.card:
        return {**whole, "outlines": [], "choices": [], "matched": 0, "counts": {}, "events": [], "faults": ""}
    read = reader.events()
    for parts, event in read:
        shown += found_links(parts, event, reader)
    counted = reader.reading([event for _, event in read])
    return {
        **whole,
        "outlines": [[numbers[one], field] for one, field in shown],
        "choices": _choices(reader, numbers),
        "matched": counted.matched,
        "counts": dict(counted.filled),
        "events": [_row(event, numbers[parts.element]) for parts, event in read],
        "faults": "" if lacking else faults(recipe, counted),
    }


def _row(event: EventItem, card: int) -> dict[str, Any]:
    """What people compare. `card`: its number; `starts_at`: of the first of `dates`; "" for what the event lacks."""
    first = event.occurrences[0].to_json() if event.occurrences else {}
    return {
        "card": card,
        "title": event.title,
        "starts_at": first.get("starts_at", ""),
        "dates": len(event.occurrences),
        "place": (event.venue and event.venue.name) or "",
        "price": (event.price and event.price.text) or "",
        "link": event.url or "",
        "image": event.image_url or "",
    }


def _choices(reader: RecipePage, numbers: Mapping[html.HtmlElement, int]) -> list[dict[str, Any]]:
    """Of the first card that isn't a table's head: elements with a text of their own, and pictures."""
    cards = reader.cards()
    first = next((one for one in cards if reader.mention_of(one) is not None), cards[0] if cards else None)
    if first is None:
        return []
    shown = [one for one in first.element.iter("*") if first.text.shows(one)]
    parts = [one for one in shown if one.tag == "img" or (one.text or "").strip() or one.tag == "a"]
    return [{"element": numbers[one], "tag": str(one.tag), "text": first.text.of(one)[:SHOWN]} for one in parts[:SHOWN]]
