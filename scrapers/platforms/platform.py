"""What a platform is: one way in which sites publish events, described in one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from scrapers.reading.contract import Context, Reading

if TYPE_CHECKING:
    from scrapers.platforms.arguments import Argument
    from scrapers.platforms.base import SourceSpider


class Body(Enum):
    """What a body is by its first characters."""

    ICALENDAR = auto()
    FEED = auto()
    """RSS or Atom."""
    JSON = auto()
    HTML = auto()
    """Also any other text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words by which a body is recognized.

    body     the kind of body that may carry them.
    words    lower-case texts that must all occur in it. None at all: every body of that kind.
    weight   the platform with the heaviest mark wins; no two marks of one kind of body weigh the same across platforms.
    reason   the evidence in words, for people.
    """

    body: Body
    words: tuple[str, ...] = ()
    weight: int
    reason: str

    def found_in(self, body: Body, lower: str) -> bool:
        return body is self.body and all(word in lower for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """The description in the `__init__` of a folder `scrapers/platforms/<name>/`, called PLATFORM there.

    name        the folder's name; also the spider's, and the `--kind` of `python -m app read`.
    title       for people.
    covers      which days a run answers for, in words: only what a run covers can be withdrawn.
    marks       how a body is recognized.
    arguments   what the spider takes besides the common arguments.

    The folder holds `reader.py` with `read_events(body, context)`, and `spider.py` where the platform needs more than
    one page: a class with this name as its `name`. Both are imported at first use, so that a list of platforms costs
    nothing and needs no Scrapy.
    """

    name: str
    title: str
    covers: str
    marks: tuple[Mark, ...] = ()
    arguments: tuple[Argument, ...] = field(default=())

    @property
    def docs(self) -> str:
        """The guide, relative to the repository."""
        return f"docs/platforms/{self.name}.md"

    def read_events(self, body: bytes, context: Context) -> Reading:
        """Raises a SourceError for a body that is not what was due."""
        reader = import_module(f"scrapers.platforms.{self.name}.reader")
        return cast("Callable[[bytes, Context], Reading]", reader.read_events)(body, context)

    def spider_class(self) -> type[SourceSpider]:
        """The folder's own spider, else one that reads a single address."""
        from scrapers.platforms.page_spider import page_spider

        module = f"scrapers.platforms.{self.name}.spider"
        if find_spec(module) is None:
            return page_spider(self)
        spiders = [
            one
            for one in vars(import_module(module)).values()
            if isinstance(one, type) and one.__module__ == module and getattr(one, "name", None) == self.name
        ]
        if len(spiders) != 1:
            raise LookupError(f"{module} must hold one spider named {self.name!r}, not {len(spiders)}")
        return cast("type[SourceSpider]", spiders[0])
