"""Reads a list of cards page by page, and decides where it ends: for a harvest and for a preview alike."""

from __future__ import annotations

from typing import Any
from urllib.parse import urldefrag
from zoneinfo import ZoneInfo

from core.items import EventItem
from core.recipes.recipe import Reads, Recipe
from scrapers.platforms.base import same_site
from scrapers.platforms.cards.recipes.read import read_by_recipe, read_without
from scrapers.platforms.cards.recipes.reading import RecipeReading
from scrapers.reading.contract import Context

MOST_PAGES = 30
"""A list that has not ended by then is a calendar that goes on for ever, or repeats itself."""


class ListPages:
    """A list that begins at `url`. `recipe` None: its cards are found without one.

    read    what all pages so far gave.
    count   how many pages that are.
    away    the next page, if it is on another site: it isn't read.
    """

    def __init__(self, url: str, recipe: Recipe | None) -> None:
        self.url = url
        self.recipe = recipe
        self.read = RecipeReading()
        self.count = 0
        self.away: str | None = None
        self._asked = {url}
        self._known: set[Any] = set()

    @property
    def headers(self) -> dict[str, str] | None:
        """What a request for a page sends besides the usual."""
        return {"Accept": "application/json"} if self.recipe and self.recipe.reads is Reads.JSON else None

    def take(self, body: bytes, context: Context) -> str | None:
        """Reads a page, and returns the address of the next one, each only once. None at the end of the list: the page
        has no link to another one of this site, or no new upcoming event. Raises what `read_by_recipe` raises."""
        read = read_without(body, context) if self.recipe is None else read_by_recipe(self.recipe, body, context)
        goes_on = any(self._is_new(event, context) for event in read.events)
        self._known |= {(event.title, event.occurrences) for event in read.events}
        self.read += read
        self.count += 1
        self._asked.add(context.url)
        following = None if read.next_url is None else urldefrag(read.next_url).url
        if not goes_on or following is None or following in self._asked:
            return None
        if not same_site(following, self.url):
            self.away = following
            return None
        self._asked.add(following)
        return following

    def _is_new(self, event: EventItem, context: Context) -> bool:
        today = context.now.astimezone(ZoneInfo(context.timezone)).date()
        return (event.title, event.occurrences) not in self._known and any(
            one.local_date >= today for one in event.occurrences
        )
