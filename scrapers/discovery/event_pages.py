"""Looks at a few of the single events' pages that a list or a sitemap leads to: a harvest reads all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from core.errors import SourceError
from core.fetching.fetcher import Fetched
from scrapers.discovery.findings import Candidate
from scrapers.discovery.pages import Page, candidate
from scrapers.discovery.ranking import plain
from scrapers.platforms.base import same_site
from scrapers.platforms.jsonld.links import event_links, own_events, plain_addresses
from scrapers.platforms.jsonld.reader import read_events, read_page
from scrapers.platforms.jsonld.sitemaps import maps_of_events, pages_of_events, read_sitemap
from scrapers.platforms.registry import platform
from scrapers.reading.contract import Context
from scrapers.reading.structured.same_event import join_same

SAMPLED = 3
"""So many of the pages are looked at."""


@dataclass(frozen=True)
class EventPages:
    """ask: gives an answer, or None if it fails. context: for reading one."""

    ask: Callable[[str], Fetched | None]
    context: Callable[[Fetched], Context]

    def of_list(self, page: Page) -> Candidate | None:
        """From the pages that a list links to, together with the list's own structured data; None without any."""
        if page.tree is None:
            return None
        try:
            listed = read_page(page.tree, page.context)
        except SourceError:
            return None
        links = event_links(page.tree, page.context, listed.events)
        if not links:
            return None
        own = candidate(platform("jsonld"), page.url, "", listed, page.body, page.context)
        found = self._looked_at(links, page.url, "the page links to", [own] if own.events else [])
        return None if found is None else _compared(found, page, _sample(links))

    def of_sitemap(self, answer: Fetched) -> Candidate | None:
        """From the pages that a sitemap names, or the first of the sitemaps that an index names."""
        context = self.context(answer)
        today = context.now.astimezone(ZoneInfo(context.timezone)).date()
        try:
            sitemap = read_sitemap(answer.body, context)
            url = context.url
            maps = [one for one in maps_of_events(sitemap) if same_site(one, answer.url)]
            if maps and (further := self.ask(maps[0])) is not None:
                sitemap, url = read_sitemap(further.body, self.context(further)), further.url
        except SourceError:
            return None
        links = [one for one in pages_of_events(sitemap, url, today) if same_site(one, answer.url)]
        return self._looked_at(links, answer.url, "the sitemap names", [])

    def _looked_at(self, links: list[str], base_url: str, how: str, parts: list[Candidate]) -> Candidate | None:
        """`parts`: of the list itself."""
        asked = with_events = 0
        pages = plain_addresses(links)
        for url in _sample(links):
            answer = self.ask(url)
            if answer is None:
                continue
            asked += 1
            one = self._read(answer, pages)
            if one is not None and one.events:
                with_events += 1
                parts = [*parts, one]
            elif asked > 1 and not with_events:
                break
        if not with_events:
            return None
        said = "it has" if asked == with_events == 1 else f"{with_events} of {asked} that were looked at have"
        reason = f"schema.org data on the pages of single events: {how} {len(links)}, and {said} upcoming events"
        return replace(joined(parts, reason=reason), base_url=base_url, pages=len(links))

    def _read(self, answer: Fetched, pages: frozenset[str]) -> Candidate | None:
        context = self.context(answer)
        try:
            reading = read_events(answer.body, context)
        except SourceError:
            return None
        own = replace(reading, events=own_events(reading.events, context.url, pages))
        return candidate(platform("jsonld"), answer.url, "", own, answer.body, context)


def _sample(links: Sequence[str]) -> list[str]:
    """From all parts of the list: menus link to other pages at its ends."""
    steps = [len(links) * number // (SAMPLED + 1) for number in range(1, SAMPLED + 1)]
    return list(links) if len(links) <= SAMPLED else [links[step] for step in steps]


def joined(parts: Sequence[Candidate], *, reason: str, problems: Sequence[str] = ()) -> Candidate:
    """One candidate with the events of all. `problems`: more of them."""
    first = parts[0]
    events = join_same([[event for one in parts for event in one.events]])
    zones = {one.timezone for one in parts}
    return replace(
        first,
        reason=reason,
        events=tuple(sorted(events, key=lambda event: event.occurrences[0].starts_at)),
        timezone=first.timezone if len(zones) == 1 else "",
        zone_named=all(one.zone_named for one in parts),
        problems=(*problems, *(problem for one in parts for problem in one.problems)),
        notes=tuple(note for one in parts for note in one.notes),
    )


def _compared(found: Candidate, page: Page, looked_at: Sequence[str]) -> Candidate:
    """With how many of the titles are found whose pages were looked at."""
    pages = plain_addresses(looked_at)
    shown = {plain(event.title) for event in page.upcoming if plain_addresses([event.url or ""]) <= pages}
    covered = len(shown & {plain(event.title) for event in found.events})
    return replace(found, listed=len(shown), covered=covered)
