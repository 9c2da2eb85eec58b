"""The description of a platform, a way in which sites publish events, as one value."""

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
class Platform:
    """Describes a platform. The `__init__` of its folder `scrapers/platforms/<name>/` defines it as PLATFORM.

    name        the folder's name; also the spider's name, and the `--kind` of `python -m app read`.
    title       the name for people.
    covers      which days a run covers, in words: only events on these days can be withdrawn.
    marks       how a body is recognized.
    arguments   the spider's arguments besides the common ones.

    The folder holds `reader.py` with `read_events(body, context)` and, if the platform needs more than one page,
    `spider.py` with a spider of this name. Both are imported at first use, so listing the platforms is fast and doesn't
    need Scrapy.
    """

    name: str
    title: str
    covers: str
    marks: tuple[Mark, ...] = ()
    arguments: tuple[Argument, ...] = field(default=())

    @property
    def docs(self) -> str:
        """The path of the platform's guide, relative to the repository."""
        return f"docs/platforms/{self.name}.md"

    def read_events(self, body: bytes, context: Context) -> Reading:
        """Raises a SourceError for a body of the wrong kind or shape."""
        reader = import_module(f"scrapers.platforms.{self.name}.reader")
        return cast("Callable[[bytes, Context], Reading]", reader.read_events)(body, context)

    def spider_class(self) -> type[SourceSpider]:
        """The folder's own spider; without one, a spider that reads a single address."""
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
