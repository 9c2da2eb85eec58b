"""Asks a site as its robots.txt allows, with a pause between requests, and only so often."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from protego import Protego

from core.addresses import NotPublic
from core.errors import Blocked, SourceError
from core.fetching.fetcher import Fetched, Fetcher, FetchFailed
from scrapers.platforms.asking import without_key
from scrapers.platforms.base import same_site
from scrapers.platforms.failures import check_body, check_status
from scrapers.reading.text import absolute_url

MOST_REQUESTS = 10
MOST_BYTES = 20 * 1024 * 1024
"""Of all answers. After that, nothing more is asked."""
PAUSE_S = 1.0
"""Between requests to one host."""
LONGEST_S = 120.0
"""A look takes no longer, however slow the site is: the request that is under way then is the last."""


class BudgetSpent(Exception):
    """The site was asked as often as it may be."""


FAILURES = (SourceError, NotPublic, BudgetSpent, FetchFailed)
"""What `Site.get` raises."""


@dataclass
class Site:
    """agent: the user agent's name in robots.txt. asked: each address with what came. on_asked: hears each of these."""

    fetcher: Fetcher
    agent: str
    pause_s: float
    on_asked: Callable[[str], None] | None = None
    asked: list[str] = field(default_factory=list)
    bytes_read: int = 0
    _began: float = field(default_factory=time.monotonic)
    _robots: dict[str, Protego | None] = field(default_factory=dict)
    _asked_at: dict[str, float] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many requests are left."""
        return MOST_REQUESTS - len(self.asked)

    def get(self, url: str, headers: Mapping[str, str] | None = None, body: str | None = None) -> Fetched:
        """An answer with a good status. Raises BudgetSpent after MOST_REQUESTS, MOST_BYTES, or LONGEST_S, and the
        others of FAILURES."""
        rules = self._rules_of(url)
        if rules is not None and not rules.can_fetch(url, self.agent):
            self._note(url, "robots.txt forbids it")
            raise Blocked("its robots.txt forbids this address", url=url)
        answer = self._ask(url, headers, body)
        check_status(answer.status, answer.url)
        check_body(answer.body, answer.status, answer.url)
        return answer

    def sitemap(self, url: str) -> str:
        """The first sitemap that the site's robots.txt names, which was asked before; else the usual address."""
        rules = self._robots.get(urljoin(url, "/robots.txt"))
        named = [] if rules is None else [absolute_url(one, url) for one in rules.sitemaps]
        return next((one for one in named if one and same_site(one, url)), urljoin(url, "/sitemap.xml"))

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
        if self.left <= 0 or self.bytes_read > MOST_BYTES or time.monotonic() - self._began > LONGEST_S:
            raise BudgetSpent
        host = urlsplit(url).netloc
        wait = self._asked_at.get(host, -self.pause_s) + self.pause_s - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        try:
            answer = self.fetcher.fetch(url, headers, body)
        except FetchFailed as error:
            self._note(url, str(error))
            raise
        finally:
            self._asked_at[host] = time.monotonic()
        self.bytes_read += len(answer.body)
        self._note(url, f"HTTP {answer.status}, {len(answer.body):,} bytes")
        return answer

    def _note(self, url: str, came: str) -> None:
        self.asked.append(f"{without_key(url)}: {came}")
        if self.on_asked is not None:
            self.on_asked(self.asked[-1])
