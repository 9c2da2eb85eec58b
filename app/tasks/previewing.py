"""Reads one address with the generic readers and stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.addresses import http_address
from core.errors import Doubt, PageChanged
from core.fetching.fetcher import Fetcher
from core.recipes.recipe import Recipe
from pipelines.preview import previewed
from scrapers.discovery.asking import PAUSE_S, Site
from scrapers.discovery.findings import FirstPage
from scrapers.discovery.whole_lists import read_list, read_whole
from scrapers.platforms.asking import Ask
from scrapers.platforms.cards.recipes.list_pages import ListPages
from scrapers.platforms.cards.recipes.read import as_reading, completed, faults
from scrapers.platforms.recognition import AUTO, read_recognized
from scrapers.platforms.registry import platform
from scrapers.reading.contract import Context, Reading
from scrapers.settings import ROBOTSTXT_USER_AGENT
from storage.sources.rules import NO_RULES, SourceRules

_ADVICE = "Correct the fields that it names."
SHOWN = 20
SHOWN_TEXT = 500


def preview(
    fetcher: Fetcher,
    url: str,
    timezone: str,
    kind: str,
    now: datetime,
    rules: SourceRules = NO_RULES,
    recipe: Recipe | None = None,
    pause_s: float = PAUSE_S,
) -> dict[str, Any]:
    """`kind` auto: guesses from the body; a recipe is read as `cards`. A list is read to its end, as a harvest reads
    it, but with at most ten requests. Shortens events to what people look at. Raises PageChanged if the recipe
    doesn't fit.

    pause_s  seconds between requests to one host.
    """
    site = Site(fetcher, ROBOTSTXT_USER_AGENT, pause_s)
    url = http_address(url)
    fetched = site.get(url, ListPages(url, recipe).headers)
    context = Context(url=fetched.url, timezone=timezone, now=now, encoding=fetched.charset)
    first = FirstPage(Ask(url=url), fetched.body, context)
    if recipe is not None:
        return _by_recipe(site, recipe, first, rules)
    found = platform(kind) if kind != AUTO else read_recognized(fetched.body, context)[0]
    reading, rest = read_whole(site, found, first)
    return _shown(fetched.url, found.name, reading, rules, rest)


def _by_recipe(site: Site, recipe: Recipe, first: FirstPage, rules: SourceRules) -> dict[str, Any]:
    read, rest = read_list(site, first, recipe)
    context = first.context
    if why := faults(recipe, read):
        raise PageChanged(f"the recipe doesn't fit the page: {why}", url=context.url, advice=_ADVICE)
    whole = completed(recipe.model_copy(update={"usual": read.usual}), first.body, context)
    return {**_shown(context.url, "cards", as_reading(read, context), rules, rest), "recipe": whole.to_json()}


def _shown(url: str, kind: str, reading: Reading, rules: SourceRules, rest: Sequence[str] = ()) -> dict[str, Any]:
    """`rest`: what was not read, in sentences."""
    left = previewed(reading.events, rules)
    notes = [*rest, *(one for one in reading.problems if isinstance(one, Doubt))]
    problems = [*(one for one in reading.problems if not isinstance(one, Doubt)), *left.rejected]
    return {
        "status": "ok",
        "url": url,
        "kind": kind,
        "found": len(left.events),
        "left_out": dict(left.left_out),
        "events": [shortened(event.to_json()) for event in left.events[:SHOWN]],
        "recipe": None,
        "problems": [str(problem) for problem in problems[:SHOWN]],
        "problem_count": len(problems),
        "notes": [str(note) for note in notes[:SHOWN]],
    }


def shortened(event: dict[str, Any]) -> dict[str, Any]:
    """Drops the raw text of each field, and shortens long descriptions and long lists of occurrences."""
    description = event.get("description")
    return {
        **{name: value for name, value in event.items() if name != "raw"},
        "description": description[:SHOWN_TEXT] if isinstance(description, str) else None,
        "occurrences": event.get("occurrences", [])[:SHOWN],
    }
