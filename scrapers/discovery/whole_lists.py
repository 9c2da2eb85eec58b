"""Reads a list to its end, as its harvest does, but only as often as a look at a site may ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias
from urllib.parse import urlsplit

from core.errors import BadRecord, SourceError
from core.recipes.recipe import Recipe
from scrapers.discovery.asking import FAILURES, BudgetSpent, Site
from scrapers.discovery.findings import Candidate, FirstPage
from scrapers.discovery.pages import candidate
from scrapers.platforms import paged_list
from scrapers.platforms.asking import Ask, without_key
from scrapers.platforms.cards.recipes import list_pages as lists_of_cards
from scrapers.platforms.cards.recipes.read import as_reading, misfit
from scrapers.platforms.cards.recipes.reading import RecipeReading
from scrapers.platforms.jsonld import list_pages as lists_of_data
from scrapers.platforms.platform import Platform
from scrapers.platforms.registry import platform
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records.series import joined
from scrapers.reading.structured.same_event import join_same

_Take: TypeAlias = Callable[[bytes, Context, Ask], Ask | None]
"""Reads a page, and returns the request for the next one; None at the end."""


class WholeLists:
    """The lists of a look's candidates."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._firsts: dict[tuple[str, str], FirstPage] = {}

    def begin(self, one: Candidate, first: FirstPage) -> None:
        """Notes where a candidate's list begins, unless that is known."""
        self._firsts.setdefault((one.platform, one.base_url), first)

    def whole(self, one: Candidate) -> Candidate:
        """The candidate with the events of the further pages, if its harvest reads such pages. A recipe that doesn't
        fit all pages is dropped."""
        first, described = self._firsts.get((one.platform, one.base_url)), platform(one.platform)
        if first is None or one.pages or not (described.name in ("cards", "jsonld") or described.is_paged):
            return one
        recipe = one.recipe
        try:
            if recipe is None:
                reading, rest = read_whole(self.site, described, first)
            else:
                read, rest = read_list(self.site, first, recipe)
                if misfit(recipe, read):
                    return replace(one, recipe=None)
                reading, recipe = as_reading(read, first.context), recipe.model_copy(update={"usual": read.usual})
        except SourceError as error:
            return replace(one, notes=(f"The further pages of the list can't be read: {error}", *one.notes))
        whole = candidate(described, one.base_url, one.reason, reading, first.body, first.context)
        return replace(whole, recipe=recipe, notes=(*rest, *whole.notes))


def read_whole(site: Site, described: Platform, first: FirstPage) -> tuple[Reading, tuple[str, ...]]:
    """What the pages of a list give, and a sentence about those that were not read. Raises what the readers raise for
    the first page."""
    if described.name == "cards":
        read, rest = read_list(site, first, None)
        return as_reading(read, first.context), rest
    if described.name == "jsonld":
        return _read_data(site, first)
    if described.is_paged:
        return _read_pages(site, described, first)
    return described.read_events(first.body, first.context), ()


def read_list(site: Site, first: FirstPage, recipe: Recipe | None) -> tuple[RecipeReading, tuple[str, ...]]:
    """The same of a list of cards, by a recipe if it has one."""
    pages = lists_of_cards.ListPages(first.context.url, recipe)

    def take(body: bytes, context: Context, asked: Ask) -> Ask | None:
        following = pages.take(body, context)
        return None if following is None else replace(asked, url=following, headers=pages.headers or {})

    rest = _follow(site, first, take, lists_of_cards.MOST_PAGES)
    return pages.read, (*rest, *_left_away(pages.away))


def _read_data(site: Site, first: FirstPage) -> tuple[Reading, tuple[str, ...]]:
    pages, readings = lists_of_data.ListPages(first.context.url), list[Reading]()

    def take(body: bytes, context: Context, asked: Ask) -> Ask | None:
        reading, following = pages.take(body, context)
        readings.append(reading)
        return None if following is None else replace(asked, url=following)

    rest = _follow(site, first, take, lists_of_data.MOST_PAGES)
    events = join_same([[event for one in readings for event in one.events]])
    return Reading(events=events, problems=_problems(readings)), (*rest, *_left_away(pages.away))


def _left_away(address: str | None) -> tuple[str, ...]:
    """A sentence about a next page on another site."""
    if address is None:
        return ()
    return (
        f"The link to the next page leads to another host ({urlsplit(address).netloc}): further pages are not read.",
    )


def _read_pages(site: Site, described: Platform, first: FirstPage) -> tuple[Reading, tuple[str, ...]]:
    pages, readings = paged_list.PagedList(described), list[Reading]()

    def take(body: bytes, context: Context, asked: Ask) -> Ask | None:
        reading, following = pages.take(body, context, asked)
        readings.append(reading)
        return following

    rest = _follow(site, first, take, paged_list.MOST_PAGES)
    events = joined(event for one in readings for event in one.events)
    return Reading(events=tuple(events), problems=_problems(readings)), rest


def _problems(readings: list[Reading]) -> tuple[BadRecord, ...]:
    return tuple(problem for one in readings for problem in one.problems)


def _follow(site: Site, first: FirstPage, take: _Take, most: int) -> tuple[str, ...]:
    """Reads page after page. Raises what the reader raises for the first one."""
    count, following = 1, take(first.body, first.context, first.asked)
    while following is not None:
        try:
            answer = site.get(following.url, following.headers, following.body)
            context = replace(first.context, url=without_key(answer.url), encoding=answer.charset)
            following = take(answer.body, context, following)
        except BudgetSpent:
            return (f"The list goes on after {count} pages. A harvest reads up to {most}.",)
        except FAILURES as error:
            return (f"Page {count + 1} of the list can't be read: {error}",)
        count += 1
    return ()
