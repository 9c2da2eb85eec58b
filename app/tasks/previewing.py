"""Reads one address with the generic readers and stores nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from protego import Protego

from core.addresses import http_address
from core.errors import Blocked, Doubt, PageChanged
from core.fetching.fetcher import Fetched, Fetcher
from core.recipes.recipe import Recipe
from pipelines.preview import previewed
from scrapers.platforms.cards.recipes.read import as_reading, completed, faults, read_by_recipe
from scrapers.platforms.failures import check_body, check_status
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
) -> dict[str, Any]:
    """`kind` auto: guesses from the body; a recipe is read as `cards`. Shortens events to what people look at. Raises
    PageChanged if the recipe doesn't fit."""
    fetched = ask(fetcher, url)
    context = Context(url=fetched.url, timezone=timezone, now=now, encoding=fetched.charset)
    if recipe is not None:
        read = read_by_recipe(recipe, fetched.body, context)
        if why := faults(recipe, read):
            raise PageChanged(f"the recipe doesn't fit the page: {why}", url=fetched.url, advice=_ADVICE)
        whole = completed(recipe.model_copy(update={"usual": ()}), fetched.body, context)
        return {**_shown(fetched, "cards", as_reading(read, context), rules), "recipe": whole.to_json()}
    if kind == AUTO:
        found, reading = read_recognized(fetched.body, context)
        return _shown(fetched, found.name, reading, rules)
    return _shown(fetched, kind, platform(kind).read_events(fetched.body, context), rules)


def ask(fetcher: Fetcher, url: str) -> Fetched:
    """The answer of an address, if the site's robots.txt allows it. Raises what `check_status` and `check_body` do."""
    url = http_address(url)
    _ask_robots(fetcher, url)
    fetched = fetcher.fetch(url)
    check_status(fetched.status, fetched.url)
    check_body(fetched.body, fetched.status, fetched.url)
    return fetched


def _ask_robots(fetcher: Fetcher, url: str) -> None:
    """RFC 9309: a missing robots.txt forbids nothing; one that fails with 5xx forbids everything."""
    robots = fetcher.fetch(urljoin(url, "/robots.txt"))
    if robots.status >= 500:
        raise Blocked(f"its robots.txt answers HTTP {robots.status}", url=url)
    if robots.status < 400:
        rules = Protego.parse(robots.body.decode("utf-8", "replace"))
        if not rules.can_fetch(url, ROBOTSTXT_USER_AGENT):
            raise Blocked("its robots.txt forbids this address", url=url)


def _shown(fetched: Fetched, kind: str, reading: Reading, rules: SourceRules) -> dict[str, Any]:
    left = previewed(reading.events, rules)
    notes = [one for one in reading.problems if isinstance(one, Doubt)]
    problems = [*(one for one in reading.problems if not isinstance(one, Doubt)), *left.rejected]
    return {
        "status": "ok",
        "url": fetched.url,
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
