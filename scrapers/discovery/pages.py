"""A page of a site: the events that it shows itself, and what it points to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from lxml import html

from core.errors import Doubt, PageChanged, SourceError
from core.fetching.fetcher import Fetched
from core.items import EventItem, Occurrence, Venue
from core.recipes.recipe import Recipe
from scrapers.discovery.about import language, own_place, site_name
from scrapers.discovery.clues import Clue, clues_in
from scrapers.discovery.findings import Candidate, FirstPage
from scrapers.platforms.asking import Ask
from scrapers.platforms.cards.recipes.read import as_reading, completed, faults, recipe_of
from scrapers.platforms.cards.recipes.reading import RecipeReading
from scrapers.platforms.platform import Platform
from scrapers.platforms.recognition import read_recognized
from scrapers.platforms.registry import platform
from scrapers.reading.bodies import decode
from scrapers.reading.contract import Context, Reading
from scrapers.reading.page_tree import page_tree

_FAR_AWAY = "Pacific/Chatham"
"""A zone that no source of events is read in by default."""


@dataclass
class Page:
    """An answer, what it says itself, and the clues in it. `place`: the site's own. `tree` None: it is not a page."""

    url: str
    body: bytes
    context: Context
    title: str = ""
    language: str = ""
    place: Venue | None = None
    tree: html.HtmlElement | None = None
    text: str = ""
    clues: list[Clue] = field(default_factory=list)
    candidate: Candidate | None = None

    @property
    def upcoming(self) -> tuple[EventItem, ...]:
        return self.candidate.events if self.candidate is not None else ()

    @property
    def as_first(self) -> FirstPage:
        """As the beginning of a list."""
        return FirstPage(Ask(url=self.url), self.body, self.context)

    @classmethod
    def of(cls, answer: Fetched, now: datetime, timezone: str) -> Page:
        context = Context(url=answer.url, timezone=timezone, now=now, encoding=answer.charset)
        page = cls(answer.url, answer.body, context)
        try:
            page.candidate = page.read()
            page.text = decode(answer.body, context)
        except SourceError:
            return page
        if "<" not in page.text[:2000] or page.text.lstrip().startswith(("<?xml", "<rss", "{", "[")):
            return page
        try:
            page.tree = page_tree(page.text, context)
        except PageChanged:
            return page
        page.title = site_name(page.tree, answer.url)
        page.language = language(page.tree)
        page.place = own_place(page.tree)
        page.clues = clues_in(page.tree, page.text, answer.url, now.date())
        return page

    def read_otherwise(self, without: str) -> Candidate | None:
        """As another platform than this one."""
        try:
            return self.read(without=without)
        except SourceError:
            return None

    def read(self, *, without: str = "") -> Candidate | None:
        """The page as what it is recognized as, but not as the platform `without`; None without upcoming events. Raises
        what the readers raise."""
        found, reading = read_recognized(self.body, self.context, without=without)
        base_url = urljoin(self.url, "/") if found.whole_site else self.url
        reason = f"events on the page itself: {found.title}"
        one = candidate(found, base_url, reason, reading, self.body, self.context)
        return with_recipe(one, self.body, self.context) if one.events else None


def candidate(
    described: Platform, base_url: str, reason: str, reading: Reading, body: bytes, context: Context
) -> Candidate:
    upcoming = [
        (first, event)
        for event in reading.events
        if (first := min((one.starts_at for one in event.occurrences if _is_ahead(one, context.now)), default=None))
    ]
    events = tuple(event for _, event in sorted(upcoming, key=lambda pair: pair[0]))
    zones = _zones(events)
    problems = tuple(str(one) for one in reading.problems if not isinstance(one, Doubt))
    notes = tuple(str(one) for one in reading.problems if isinstance(one, Doubt))
    return Candidate(
        platform=described.name,
        base_url=base_url,
        reason=reason,
        events=events,
        timezone=next(iter(zones)) if len(zones) == 1 else "",
        zone_named=len(zones) == 1 and _names_zone(described, body, context, zones),
        problems=problems,
        notes=notes,
    )


def with_recipe(one: Candidate, body: bytes, context: Context) -> Candidate:
    """With the recipe that the page's cards give, if it is read as cards."""
    return replace(one, recipe=recipe_of(body, context)) if one.platform == "cards" else one


def upcoming_titles(body: bytes, context: Context) -> frozenset[str]:
    """The titles of the upcoming events that a page shows itself. Raises what the readers raise."""
    found, reading = read_recognized(body, context)
    return frozenset(event.title for event in candidate(found, context.url, "", reading, body, context).events)


def candidate_by(recipe: Recipe, read: RecipeReading, body: bytes, context: Context) -> tuple[Candidate | None, str]:
    """What a recipe read on the pages of a list, or why there is no upcoming event. `body`: of its first page."""
    if why := faults(recipe, read):
        return None, f"The recipe doesn't fit the page: {why}."
    reading = as_reading(read, context)
    one = candidate(platform("cards"), context.url, "the recipe", reading, body, context)
    if not one.events:
        return None, "It has no upcoming events."
    return replace(one, recipe=completed(recipe.model_copy(update={"usual": read.usual}), body, context)), ""


def _names_zone(described: Platform, body: bytes, context: Context, zones: frozenset[str]) -> bool:
    """Whether the events are in the same zone if times without one are read in another."""
    try:
        again = described.read_events(body, replace(context, timezone=_FAR_AWAY))
    except SourceError:
        return False
    return _zones(again.events) == zones


def _zones(events: Iterable[EventItem]) -> frozenset[str]:
    return frozenset(one.timezone for event in events for one in event.occurrences)


def _is_ahead(one: Occurrence, now: datetime) -> bool:
    """Whether it isn't over. Without an end, it is over at midnight: nobody knows how long it takes."""
    if one.ends_at is not None:
        return one.ends_at > now
    return one.local_date >= now.astimezone(ZoneInfo(one.timezone)).date()
