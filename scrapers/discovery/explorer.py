"""Asks a site, within limits, for what its pages point to, and ranks what has events."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from protego import Protego

from core.addresses import NotPublic, http_address
from core.errors import Blocked, PageGone, SourceError
from core.fetching.fetcher import Fetched, Fetcher, FetchFailed
from core.recipes.recipe import Recipe
from scrapers.discovery.clues import Clue, clues_of, listing_links, obstacles
from scrapers.discovery.findings import Candidate, Findings
from scrapers.discovery.pages import Page, candidate, candidate_by
from scrapers.platforms.failures import check_body, check_status
from scrapers.platforms.registry import platform
from scrapers.platforms.tribe.addresses import month, month_feed_url
from scrapers.reading.contract import Context

MOST_REQUESTS = 10
PAUSE_S = 1.0
"""Between requests to one host."""
MOST_LISTINGS = 2
LONGEST_S = 120.0
"""A look takes no longer, however slow the site is: the request that is under way then is the last."""
WELL_KNOWN = ("/events", "/calendar", "/shows")
"""Where a site's calendar often is, for one whose home page has no link to it."""
_RANKS = {"ics": 0, "tribe": 1, "carbonhouse": 2, "rss": 8, "cards": 9}
"""The platforms whose runs cover days come first, and those that read pages made for people last; the rest between."""
_PAGED = 3
_MIDDLE = 5
_ENOUGH = 0.5
"""A candidate that has fewer of the listing's titles than this share stands behind one that has more."""
_BY_SCRIPT = 20_000
"""A page with so much script and few words shows its content only by script."""
_WORD = re.compile(r"[^\W_]+")
ADVICE = "Its owner could publish an iCalendar feed, or schema.org events on the page."


class BudgetSpent(Exception):
    """The site was asked as often as it may be."""


@dataclass
class Explorer:
    """Looks at one site.

    agent     the user agent's name in robots.txt.
    timezone  IANA, for times that name none.
    pause_s   seconds between requests to one host.
    recipe    reads exactly the address that is given, as `cards`.
    """

    fetcher: Fetcher
    agent: str
    now: datetime
    timezone: str
    pause_s: float = PAUSE_S
    recipe: Recipe | None = None
    asked: list[str] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)
    _robots: dict[str, Protego | None] = field(default_factory=dict)
    _asked_at: dict[str, float] = field(default_factory=dict)
    _feeds: dict[str, bool] = field(default_factory=dict)
    _missing: dict[str, str] = field(default_factory=dict)

    def explore(self, url: str, kind: str | None = None) -> Findings:
        """`kind`: only this platform, at this address."""
        url = http_address(url)
        try:
            first = self._get(url)
        except PageGone as error:
            pages = [] if kind is not None else self._pages([urljoin(url, path) for path in WELL_KNOWN])
            if not pages:
                return Findings(url=url, title="", refusal=_sentence(error), asked=self.asked)
            return self._findings(pages)
        except (SourceError, NotPublic, BudgetSpent, FetchFailed) as error:
            return Findings(url=url, title="", refusal=_sentence(error), asked=self.asked)
        if self.recipe is not None:
            return self._by_recipe(self.recipe, first)
        if kind is not None:
            return self._only(kind, first)
        home = Page.of(first, self.now, self.timezone)
        if home.tree is None or home.upcoming:
            return self._findings([home])
        links = listing_links(home.tree, home.url)[:MOST_LISTINGS]
        return self._findings([home, *self._pages(links or [urljoin(home.url, path) for path in WELL_KNOWN])])

    def _findings(self, pages: list[Page]) -> Findings:
        for page in pages:
            if page.candidate is not None and not self._is_harvestable(page.candidate):
                page.candidate = page.read_otherwise(page.candidate.platform)
        listing = max(pages, key=lambda one: len(one.upcoming))
        candidates = [one.candidate for one in pages if one.candidate is not None]
        candidates += self._followed([clue for one in pages for clue in one.clues])
        own = next((one for one in pages if one.place is not None), listing)
        ranked = sorted((_placed(_compared(one, listing), own) for one in candidates), key=_rank)
        unique = {(one.platform, one.base_url): one for one in reversed(ranked)}
        best = [one for one in ranked if unique[(one.platform, one.base_url)] is one]
        refusal = "" if best else " ".join([*self._missing.values(), _refusal(pages)])
        spoken = next((one.language for one in pages if one.language), "")
        title = next((one.title for one in pages if one.title), "")
        return Findings(
            url=pages[0].url, title=title, candidates=best, refusal=refusal, asked=self.asked, language=spoken
        )

    def _only(self, kind: str, answer: Fetched) -> Findings:
        """The address read as the named platform, or the calendar that the platform's signs on it lead to."""
        page = Page.of(answer, self.now, self.timezone)
        named = [
            one for one in clues_of(platform(kind), page.text, answer.url, self.now.date()) if one.url != answer.url
        ]
        if followed := self._followed(named):
            return Findings(url=answer.url, title=page.title, candidates=followed, asked=self.asked)
        try:
            reading = platform(kind).read_events(answer.body, self.context(answer))
        except SourceError as error:
            return Findings(url=answer.url, title="", refusal=str(error), asked=self.asked)
        described = platform(kind)
        base_url = urljoin(answer.url, "/") if described.whole_site else answer.url
        one = candidate(described, base_url, "the platform that was named", reading, answer.body, self.context(answer))
        one = _placed(one, page)
        kept = bool(one.events) and self._is_harvestable(one)
        refusal = "" if kept else " ".join(self._missing.values()) or "It has no upcoming events."
        return self._of(page, [one] if kept else [], refusal)

    def _of(self, page: Page, candidates: Sequence[Candidate], refusal: str) -> Findings:
        return Findings(
            url=page.url,
            title=page.title,
            candidates=candidates,
            refusal=refusal,
            asked=self.asked,
            language=page.language,
        )

    def _by_recipe(self, recipe: Recipe, answer: Fetched) -> Findings:
        page, context = Page.of(answer, self.now, self.timezone), self.context(answer)
        one, refusal = candidate_by(recipe, answer.body, context)
        candidates = [] if one is None else [_placed(one, page)]
        return self._of(page, candidates, refusal)

    def _pages(self, addresses: Iterable[str]) -> list[Page]:
        """The pages at these addresses, up to the first with upcoming events."""
        found: list[Page] = []
        for address in addresses:
            try:
                found.append(Page.of(self._get(address), self.now, self.timezone))
            except (SourceError, NotPublic, BudgetSpent, FetchFailed):
                continue
            if found[-1].upcoming:
                break
        return found

    def _followed(self, clues: Iterable[Clue]) -> list[Candidate]:
        """Asks for what the clues point to, each address once, until the limit."""
        found: list[Candidate] = []
        seen: set[str] = set()
        for clue in clues:
            if clue.url in seen:
                continue
            seen.add(clue.url)
            try:
                answer = self._get(clue.url, clue.headers, clue.body)
                reading = platform(clue.platform).read_events(answer.body, self.context(answer))
            except BudgetSpent:
                break
            except (SourceError, NotPublic, FetchFailed):
                continue
            one = candidate(
                platform(clue.platform), clue.base_url, clue.reason, reading, answer.body, self.context(answer)
            )
            if one.events and self._is_harvestable(one):
                found.append(one)
        return found

    def _is_harvestable(self, one: Candidate) -> bool:
        """Whether the site offers what a harvest asks for. One with The Events Calendar may have switched off its
        feeds, or its robots.txt forbids them. A month without events may have no feed, so the next one counts, too."""
        if one.platform != "tribe":
            return True
        if one.base_url not in self._feeds:
            today = self.now.astimezone(ZoneInfo(self.timezone)).date()
            months = [month(today, ahead) for ahead in range(2)]
            feeds = [
                month_feed_url(one.base_url, first.year, first.month, current=number == 0)
                for number, first in enumerate(months)
            ]
            self._feeds[one.base_url] = any(map(self._is_calendar, feeds))
            if not self._feeds[one.base_url]:
                self._missing[one.base_url] = (
                    f"The site shows The Events Calendar, but its iCalendar feed can't be read ({feeds[0]})."
                )
        return self._feeds[one.base_url]

    def _is_calendar(self, url: str) -> bool:
        try:
            answer = self._get(url)
        except (SourceError, NotPublic, BudgetSpent, FetchFailed):
            return False
        return answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR"

    def context(self, answer: Fetched) -> Context:
        return Context(url=answer.url, timezone=self.timezone, now=self.now, encoding=answer.charset)

    def _get(self, url: str, headers: Mapping[str, str] | None = None, body: str | None = None) -> Fetched:
        """An answer with a good status, asked as robots.txt allows. Raises BudgetSpent after MOST_REQUESTS."""
        rules = self._rules_of(url)
        if rules is not None and not rules.can_fetch(url, self.agent):
            self.asked.append(f"{url}: robots.txt forbids it")
            raise Blocked("its robots.txt forbids this address", url=url)
        answer = self._ask(url, headers, body)
        check_status(answer.status, answer.url)
        check_body(answer.body, answer.status, answer.url)
        return answer

    def _rules_of(self, url: str) -> Protego | None:
        """RFC 9309: a missing robots.txt forbids nothing; one that fails with 5xx forbids everything."""
        root = urljoin(url, "/robots.txt")
        if root not in self._robots:
            self._robots[root] = None
            answer = self._ask(root)
            if answer.status >= 500:
                raise Blocked(f"its robots.txt answers HTTP {answer.status}", url=root)
            if answer.status < 400:
                self._robots[root] = Protego.parse(answer.body.decode("utf-8", "replace"))
        return self._robots[root]

    def _ask(self, url: str, headers: Mapping[str, str] | None = None, body: str | None = None) -> Fetched:
        if len(self.asked) >= MOST_REQUESTS or time.monotonic() - self._began > LONGEST_S:
            raise BudgetSpent
        host = urlsplit(url).netloc
        wait = self._asked_at.get(host, -self.pause_s) + self.pause_s - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        try:
            answer = self.fetcher.fetch(url, headers, body)
        except FetchFailed as error:
            self.asked.append(f"{url}: {error}")
            raise
        finally:
            self._asked_at[host] = time.monotonic()
        self.asked.append(f"{url}: HTTP {answer.status}, {len(answer.body):,} bytes")
        return answer


def _compared(one: Candidate, listing: Page) -> Candidate:
    shown = {_plain(event.title) for event in listing.upcoming}
    if not shown or one is listing.candidate:
        return one
    covered = len(shown & {_plain(event.title) for event in one.events})
    return replace(one, listed=len(shown), covered=covered)


def _placed(one: Candidate, page: Page) -> Candidate:
    """Gives the site's own place to events of which none names any."""
    named = any(event.venue is not None for event in one.events)
    return one if named or page.place is None else replace(one, venue=page.place)


def _rank(one: Candidate) -> tuple[bool, int, int]:
    poor = one.coverage is not None and one.coverage < _ENOUGH
    return poor, _RANKS.get(one.platform, _PAGED if platform(one.platform).is_paged else _MIDDLE), -len(one.events)


def _plain(title: str) -> str:
    return " ".join(_WORD.findall(title.casefold()))


def _sentence(error: Exception) -> str:
    if isinstance(error, Blocked):
        if "robots.txt" in error.found:
            return f"The site forbids crawlers: {error.found}. Ask its owner, or use a feed that it offers."
        if "HTTP 401" in error.found or "HTTP 403" in error.found:
            return f"The site needs a login or refuses crawlers ({error.found}). Ask its owner for a feed."
        return f"The site refuses crawlers: {error.found}. Marquee does not evade this; ask its owner for a feed."
    if isinstance(error, PageGone):
        return f"There is no page at this address ({error.found})."
    return f"The site could not be read: {str(error).rstrip('.')}."


def _refusal(pages: Iterable[Page]) -> str:
    pages = list(pages)
    reasons = list(dict.fromkeys(one for page in pages for one in obstacles(page.text, page.url)))
    if reasons:
        return " ".join([*reasons, ADVICE])
    for page in pages:
        if page.tree is not None and len(page.text) > _BY_SCRIPT:
            words = len(_WORD.findall(str(page.tree.xpath("string(//body)"))[:200_000]))
            if page.text.lower().count("<script") > 3 and words * 100 < len(page.text):
                return f"The page shows its content only by script, which Marquee does not run. {ADVICE}"
    return f"No upcoming events were found on the page or behind its links. {ADVICE}"
