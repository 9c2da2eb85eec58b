"""The description of a platform, a way in which sites publish events, as one value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from importlib import import_module
from importlib.util import find_spec
from typing import cast
from urllib.parse import quote, unquote, urljoin

from scrapers.platforms.arguments import Argument
from scrapers.reading.contract import Context, Reading


class Body(Enum):
    """The kind of a body, judged by its first characters."""

    ICALENDAR = auto()
    FEED = auto()
    """RSS or Atom."""
    JSON = auto()
    HTML = auto()
    """Also for any other text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words that identify a platform's bodies.

    body     the kind of body they may be in.
    words    lower-case texts that must all be in it. If empty, every body of that kind matches.
    weight   the platform with the heaviest mark wins; two platforms never use one weight for one kind of body.
    reason   the evidence in words, for people.
    """

    body: Body
    words: tuple[str, ...] = ()
    weight: int
    reason: str

    def found_in(self, body: Body, lower: str) -> bool:
        return body is self.body and all(word in lower for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Words on a site's pages, or in the address of one, that show that it publishes its events this way.

    pattern  searched in the page's address and markup, in any case. Its groups are the calendar's keys.
    address  the calendar's address, with `{}` for each key and `{page}` for the page's address, percent-encoded.
             Relative to the page.
    words    lower-case texts, one of which must be in the text in any case: finding them is quicker than the pattern.
    feed     the address is an iCalendar feed, which the `ics` spider harvests.
    read_key  gives the key as it belongs in the address, percent-encoded, or None if it isn't one.
    reason   the evidence in words, for people.
    """

    pattern: str
    address: str
    words: tuple[str, ...] = ()
    feed: bool = False
    read_key: Callable[[str], str | None] | None = None
    reason: str

    def addresses_in(self, text: str, lower: str, url: str) -> Iterator[str]:
        """The calendars that a page names, each once. `text`: its address and markup; `lower`: the same in lower case.
        An address that is cut short or isn't an address is left out."""
        if self.words and not any(word in lower for word in self.words):
            return
        seen: set[str] = set()
        for found in re.finditer(self.pattern, text, re.IGNORECASE):
            written = [unquote(key.replace("&amp;", "&")) for key in found.groups() if key is not None]
            keys = [quote(key, safe="") if self.read_key is None else self.read_key(key) for key in written]
            if None in keys:
                continue
            try:
                address = urljoin(url, self.address.format(*keys, page=quote(url, safe="")))
            except (ValueError, IndexError):
                continue
            if address not in seen:
                seen.add(address)
                yield address


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """Describes a platform. The `__init__` of its folder `scrapers/platforms/<name>/` defines it as PLATFORM.

    name        the folder's name; also the spider's name, and the `--kind` of `python -m app read`.
    title       the name for people.
    covers      which days a run covers, in words: events on these days that it doesn't see are withdrawn.
    unordered   its answers may be cut off in another order than that of dates: new posts push out old ones, and a
                search puts the best first.
    marks       how a body is recognized.
    arguments   the spider's arguments besides the common ones.
    whole_site  the spider starts at the site's root, not at the page that the platform was recognized on.
    finds_feeds the spider only finds iCalendar feeds, which the `ics` spider reads afterward.
    signs       what on a site's pages leads to its calendar.
    reads_as    the platform whose reader understands its answers; "" for its own.
    days_ahead  how many days its answers reach; None for no limit. Only for platforms with `pages.py`.
    one_answer  its list is a single answer, at an address that doesn't change from day to day: conditional requests are
                worth it. Its reader has a VERSION.
    key         the setting that holds the key which its answers need; "" for none.
    works_without_key   without the key, it reads less.

    The folder holds `reader.py` with `read_events(body, context)`, unless it reads as another platform. With
    `pages.py`, which has `first` and `following` (see `scrapers.platforms.paged_spider`), it is read page by page.
    `spider.py` has a spider of this name, for what neither can say. All are imported at first use, so listing the
    platforms is fast and doesn't need Scrapy.
    """

    name: str
    title: str
    covers: str
    marks: tuple[Mark, ...] = ()
    arguments: tuple[Argument, ...] = field(default=())
    whole_site: bool = False
    finds_feeds: bool = False
    signs: tuple[Sign, ...] = ()
    reads_as: str = ""
    unordered: bool = False
    days_ahead: int | None = None
    one_answer: bool = False
    key: str = ""
    works_without_key: bool = False

    @property
    def docs(self) -> str:
        """The path of the platform's guide, relative to the repository."""
        return f"docs/platforms/{self.name}.md"

    @property
    def is_paged(self) -> bool:
        """Whether the folder says which pages its list has."""
        return find_spec(f"scrapers.platforms.{self.name}.pages") is not None

    def read_events(self, body: bytes, context: Context) -> Reading:
        """Raises a SourceError for a body of the wrong kind or shape."""
        reader = import_module(f"scrapers.platforms.{self.reads_as or self.name}.reader")
        return cast("Callable[[bytes, Context], Reading]", reader.read_events)(body, context)
