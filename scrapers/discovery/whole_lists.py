"""Reads a list of cards to its end, as its harvest does, but only as often as a look at a site may ask."""

from __future__ import annotations

from dataclasses import replace

from core.recipes.recipe import Recipe
from scrapers.discovery.asking import FAILURES, BudgetSpent, Site
from scrapers.platforms.cards.recipes.list_pages import MOST_PAGES, ListPages
from scrapers.platforms.cards.recipes.read import as_reading
from scrapers.platforms.cards.recipes.reading import RecipeReading
from scrapers.platforms.platform import Platform
from scrapers.reading.contract import Context, Reading


def read_whole(site: Site, described: Platform, body: bytes, context: Context) -> tuple[Reading, tuple[str, ...]]:
    """Reads an answer as this platform, and if it is `cards`, the further pages of its list. Otherwise as `read_list`,
    and raises what the readers raise."""
    if described.name != "cards":
        return described.read_events(body, context), ()
    read, rest = read_list(site, body, context, None)
    return as_reading(read, context), rest


def read_list(
    site: Site, first: bytes, context: Context, recipe: Recipe | None
) -> tuple[RecipeReading, tuple[str, ...]]:
    """What the pages of a list give, and a sentence about those that were not read. `first`: its first page, with its
    context. Raises what `read_by_recipe` raises for the first page."""
    pages = ListPages(context.url, recipe)
    following = pages.take(first, context)
    while following is not None:
        try:
            answer = site.get(following, pages.headers)
            following = pages.take(answer.body, replace(context, url=answer.url, encoding=answer.charset))
        except BudgetSpent:
            return pages.read, (f"The list goes on after {pages.count} pages. A harvest reads up to {MOST_PAGES}.",)
        except FAILURES as error:
            return pages.read, (f"Page {pages.count + 1} of the list can't be read: {error}",)
    return pages.read, ()
