"""Asks a site, within limits, for what its pages point to, and ranks what has events."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from core.addresses import http_address
from core.errors import PageGone, SourceError
from core.fetching.fetcher import Fetched, Fetcher
from core.recipes.recipe import Recipe
from scrapers.discovery.asking import FAILURES, PAUSE_S, BudgetSpent, Site
from scrapers.discovery.clues import Clue, clues_of, listing_links
from scrapers.discovery.event_pages import SAMPLED, EventPages
from scrapers.discovery.findings import Candidate, Findings, FirstPage
from scrapers.discovery.first_asks import first_asks
from scrapers.discovery.pages import Page, candidate, candidate_by, with_recipe
from scrapers.discovery.ranking import compared, is_read_as_page, placed, rank
from scrapers.discovery.refusals import all_over, refusal_of, sentence
from scrapers.discovery.tribe_feeds import TribeFeeds
from scrapers.discovery.whole_lists import WholeLists, read_list
from scrapers.platforms.asking import Ask, without_key
from scrapers.platforms.jsonld.sitemaps import is_sitemap
from scrapers.platforms.registry import platform
from scrapers.reading.contract import Context
from scrapers.reading.next_page import next_url

MOST_LISTINGS = 2
WELL_KNOWN = ("/events", "/calendar", "/shows")
"""Where a site's calendar often is, for one whose home page has no link to it."""


@dataclass
class Explorer:
    """Looks at one site.

    agent     the user agent's name in robots.txt.
    timezone  IANA, for times that name none.
    pause_s   seconds between requests to one host.
    recipe    reads exactly the address that is given, as `cards`.
    quirks    a source's settings that are true, such as `utc_is_local` (see `Context`).
    """

    fetcher: Fetcher
    agent: str
    now: datetime
    timezone: str
    pause_s: float = PAUSE_S
    recipe: Recipe | None = None
    quirks: Collection[str] = ()
    _missing: dict[str, str] = field(default_factory=dict)
    _empty: list[tuple[str, Fetched]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.site = Site(self.fetcher, self.agent, self.pause_s)
        self.event_pages = EventPages(self._tried, self.context)
        self.lists = WholeLists(self.site)
        self.feeds = TribeFeeds(self._tried, self._today)

    def explore(self, url: str, kind: str | None = None) -> Findings:
        """`kind`: only this platform, at this address."""
        url = http_address(url)
        try:
            first = self.site.get(url)
        except PageGone as error:
            pages = [] if kind is not None else self._pages([urljoin(url, path) for path in WELL_KNOWN])
            if not pages:
                return Findings(url=url, title="", refusal=sentence(error), asked=self.site.asked)
            return self._findings(pages)
        except FAILURES as error:
            return Findings(url=url, title="", refusal=sentence(error), asked=self.site.asked)
        if self.recipe is not None:
            return self._by_recipe(self.recipe, first)
        if kind in (None, "jsonld") and is_sitemap(first.body):
            return self._by_sitemap(first)
        if kind is not None:
            return self._only(kind, first)
        home = Page.of(first, self.now, self.timezone)
        return self._findings([home, *self._listings(home)])

    def _listings(self, home: Page) -> list[Page]:
        """The pages that the address leads to. A home page may show the first events of a longer list."""
        if home.tree is None or (home.upcoming and urlsplit(home.url).path.strip("/")):
            return []
        if home.candidate is not None and not is_read_as_page(home.candidate):
            return []
        further = next_url(home.tree, home.url) if home.upcoming else None
        links = [one for one in listing_links(home.tree, home.url) if one != further][:MOST_LISTINGS]
        if home.upcoming:
            return self._pages(links[:1])
        return self._pages(links or [urljoin(home.url, path) for path in WELL_KNOWN])

    def _findings(self, pages: list[Page]) -> Findings:
        for page in pages:
            page.candidate = self._as_harvested(page)
        listing = max(pages, key=lambda one: len(one.upcoming))
        found = [one.candidate for one in pages if one.candidate is not None]
        clues: dict[str, Clue] = {}
        for clue in (clue for one in pages for clue in one.clues):
            clues.setdefault(clue.url, clue)
        waiting = deque(clues.values())
        found += self._followed(waiting, keep=0 if found else SAMPLED + 1)
        found += self._of_event_pages(pages, found)
        candidates = found or self._followed(waiting)
        own = next((one for one in pages if one.place is not None), listing)
        ranked = sorted((placed(compared(one, listing), own) for one in candidates), key=rank)
        unique = {(one.platform, one.base_url): one for one in reversed(ranked)}
        best = [one for one in ranked if unique[(one.platform, one.base_url)] is one]
        if best:
            whole = self.lists.whole(best[0])
            best[0] = placed(compared(whole, listing) if best[0].listed else whole, own)
        refusal = "" if best else " ".join([*self._missing.values(), refusal_of(pages, self._followed_over())])
        spoken = next((one.language for one in pages if one.language), "")
        title = next((one.title for one in pages if one.title), "")
        return Findings(
            url=pages[0].url, title=title, candidates=best, refusal=refusal, asked=self.site.asked, language=spoken
        )

    def _of_event_pages(self, pages: Sequence[Page], found: Sequence[Candidate]) -> list[Candidate]:
        """What the pages of single events have in structured data, unless a better way was found. A page with such data
        may lead to more."""
        if not all(map(is_read_as_page, found)):
            return []
        home, *listings = pages
        for page in sorted([*listings, home], key=lambda one: -len(one.upcoming)):
            if (one := self.event_pages.of_list(page)) is not None:
                return [one]
        if found:
            return []
        answer = self._tried(self.site.sitemap(home.url))
        one = None if answer is None else self.event_pages.of_sitemap(answer)
        return [] if one is None else [one]

    def _by_sitemap(self, answer: Fetched) -> Findings:
        one = self.event_pages.of_sitemap(answer)
        refusal = "" if one is not None else "The sitemap names no pages of upcoming events with schema.org data."
        return Findings(
            url=answer.url,
            title=urlsplit(answer.url).hostname or "",
            candidates=[] if one is None else [one],
            refusal=refusal,
            asked=self.site.asked,
        )

    def _tried(self, url: str) -> Fetched | None:
        try:
            return self.site.get(url)
        except FAILURES:
            return None

    def _only(self, kind: str, answer: Fetched) -> Findings:
        """The address read as the named platform, or the calendar that the platform's signs on it lead to."""
        page = Page.of(answer, self.now, self.timezone)
        named = [
            one for one in clues_of(platform(kind), page.text, answer.url, self.now.date()) if one.url != answer.url
        ]
        if followed := self._followed(deque(named)):
            return Findings(url=answer.url, title=page.title, candidates=followed, asked=self.site.asked)
        if kind == "jsonld" and (one := self.event_pages.of_list(page)) is not None:
            return self._of(page, [placed(one, page)], "")
        described, first = platform(kind), FirstPage(Ask(url=answer.url), answer.body, self.context(answer))
        try:
            reading = described.read_events(first.body, first.context)
        except SourceError as error:
            return Findings(url=answer.url, title="", refusal=str(error), asked=self.site.asked)
        base_url = urljoin(answer.url, "/") if described.whole_site else answer.url
        one = candidate(described, base_url, "the platform that was named", reading, first.body, first.context)
        checked = self._checked(with_recipe(one, first.body, first.context), first) if one.events else None
        if checked is None:
            over = "" if one.events else all_over(first.body, first.context, kind)
            return self._of(page, [], " ".join(self._missing.values()) or over or "It has no upcoming events.")
        self.lists.begin(checked, first)
        return self._of(page, [placed(self.lists.whole(checked), page)], "")

    def _of(self, page: Page, candidates: Sequence[Candidate], refusal: str) -> Findings:
        return Findings(
            url=page.url,
            title=page.title,
            candidates=candidates,
            refusal=refusal,
            asked=self.site.asked,
            language=page.language,
        )

    def _by_recipe(self, recipe: Recipe, answer: Fetched) -> Findings:
        page, context = Page.of(answer, self.now, self.timezone), self.context(answer)
        try:
            read, rest = read_list(self.site, FirstPage(Ask(url=answer.url), answer.body, context), recipe)
        except SourceError as error:
            return self._of(page, [], str(error))
        one, refusal = candidate_by(recipe, read, answer.body, context)
        if one is None:
            return self._of(page, [], refusal)
        return self._of(page, [placed(replace(one, notes=(*rest, *one.notes)), page)], "")

    def _pages(self, addresses: Iterable[str]) -> list[Page]:
        """The pages at these addresses, up to the first with upcoming events."""
        found: list[Page] = []
        for address in addresses:
            try:
                found.append(Page.of(self.site.get(address), self.now, self.timezone))
            except FAILURES:
                continue
            if found[-1].upcoming:
                break
        return found

    def _followed(self, clues: deque[Clue], keep: int = 0) -> list[Candidate]:
        """Asks for what the clues point to, until the limit. Without any events, `keep` requests are left."""
        found: list[Candidate] = []
        while clues and (found or self.site.left > keep):
            clue = clues.popleft()
            try:
                answer = self.site.get(clue.url, clue.headers, clue.body)
                reading = platform(clue.platform).read_events(answer.body, self.context(answer))
            except BudgetSpent:
                break
            except FAILURES:
                continue
            one = candidate(
                platform(clue.platform), clue.base_url, clue.reason, reading, answer.body, self.context(answer)
            )
            if not one.events:
                self._empty.append((clue.platform, answer))
            if one.platform == "tribe":
                one = self.feeds.of_months(one)
            if one.events and (one.platform != "tribe" or self._has_feed(one)):
                asked = Ask(url=clue.url, headers=clue.headers, body=clue.body)
                self.lists.begin(one, FirstPage(asked, answer.body, self.context(answer)))
                found.append(one)
        return found

    def _followed_over(self) -> str:
        over = (all_over(answer.body, self.context(answer), kind) for kind, answer in self._empty)
        return next(filter(None, over), "")

    def _as_harvested(self, page: Page) -> Candidate | None:
        """What the page shows, as its harvest would get it; otherwise what it shows as another platform."""
        one, first = page.candidate, page.as_first
        if one is None:
            return None
        checked = self._checked(one, first) or page.read_otherwise(one.platform)
        if checked is not None:
            self.lists.begin(checked, first)
        return checked

    def _checked(self, one: Candidate, read: FirstPage) -> Candidate | None:
        """The candidate with the events of the address that its harvest asks first; None if the site doesn't answer
        there, or without events: it may have switched it off, or its robots.txt forbids it. `read`: where its events
        are from."""
        described = platform(one.platform)
        if one.platform == "tribe":
            return self.feeds.of_months(one) if self._has_feed(one) else None
        if described.finds_feeds:
            return None  # its feed, if it answers, is a way of its own
        if not described.is_paged and one.platform not in ("carbonhouse", "spektrix"):
            return one
        try:
            (asked,) = first_asks(one.platform, one.base_url, self._today)
        except ValueError as error:
            said = str(error)
            self._missing[one.base_url] = f"{said[:1].upper()}{said[1:]}."
            return None
        if asked.url == read.asked.url or one.platform == "spektrix":
            return one
        clue = Clue(one.platform, asked.url, one.base_url, one.reason, asked.headers, asked.body)
        found = self._followed(deque([clue]))
        if not found:
            self._missing[one.base_url] = f"The page is of {described.title}, but its list can't be read ({asked.url})."
        return found[0] if found else None

    @property
    def _today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.timezone)).date()

    def _has_feed(self, one: Candidate) -> bool:
        self._missing.update(missing := self.feeds.missing(one))
        return not missing

    def context(self, answer: Fetched) -> Context:
        return Context(
            url=without_key(answer.url),
            timezone=self.timezone,
            now=self.now,
            encoding=answer.charset,
            utc_is_local="utc_is_local" in self.quirks,
            local_is_utc="local_is_utc" in self.quirks,
            uids_change="uids_change" in self.quirks,
        )
