"""Compares the ways in which a site publishes, and ranks them."""

from __future__ import annotations

import re
from dataclasses import replace

from scrapers.discovery.findings import Candidate
from scrapers.discovery.pages import Page
from scrapers.platforms.registry import platform

_RANKS = {"ics": 0, "tribe": 1, "carbonhouse": 2, "rss": 8, "cards": 9}
"""The platforms whose runs cover days come first, and those that read pages made for people last; the rest between."""
_PAGED = 3
_MIDDLE = 5
_ENOUGH = 0.5
"""A candidate that has fewer of the listing's titles than this share stands behind one that has more."""
_WORD = re.compile(r"[^\W_]+")


def compared(one: Candidate, listing: Page) -> Candidate:
    """With how many of the listing page's titles are among its events. A harvest that reads more than the preview is
    compared where its pages are looked at."""
    shown = {plain(event.title) for event in listing.upcoming}
    if not shown or one is listing.candidate or one.pages:
        return one
    covered = len(shown & {plain(event.title) for event in one.events})
    return replace(one, listing=listing.url, listed=len(shown), covered=covered)


def placed(one: Candidate, page: Page) -> Candidate:
    """Gives the site's own place to events of which none names any."""
    named = any(event.venue is not None for event in one.events)
    return one if named or page.place is None else replace(one, venue=page.place)


def rank(one: Candidate) -> tuple[bool, int, int]:
    """Sorts the best first."""
    poor = one.coverage is not None and one.coverage < _ENOUGH
    return poor, _RANKS.get(one.platform, _PAGED if platform(one.platform).is_paged else _MIDDLE), -len(one.events)


def plain(title: str) -> str:
    """The title's words, as titles are compared."""
    return " ".join(_WORD.findall(title.casefold()))


def is_read_as_page(one: Candidate) -> bool:
    """Whether it reads posts, or a page that any site may have, so that another of its pages may have more."""
    return one.platform in ("rss", "cards", "jsonld")
