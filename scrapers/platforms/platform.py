"""The description of a platform, a way in which sites publish events, as one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from importlib import import_module
from typing import cast

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
class Platform:
    """Describes a platform. The `__init__` of its folder `scrapers/platforms/<name>/` defines it as PLATFORM.

    name        the folder's name; also the spider's name, and the `--kind` of `python -m app read`.
    title       the name for people.
    covers      which days a run covers, in words: only events on these days can be withdrawn.
    marks       how a body is recognized.
    arguments   the spider's arguments besides the common ones.
    whole_site  the spider starts at the site's root, not at the page that the platform was recognized on.
    finds_feeds the spider only finds iCalendar feeds, which the `ics` spider reads afterward.

    The folder holds `reader.py` with `read_events(body, context)` and, if the platform needs more than one page,
    `spider.py` with a spider of this name. Both are imported at first use, so listing the platforms is fast and doesn't
    need Scrapy.
    """

    name: str
    title: str
    covers: str
    marks: tuple[Mark, ...] = ()
    arguments: tuple[Argument, ...] = field(default=())
    whole_site: bool = False
    finds_feeds: bool = False

    @property
    def docs(self) -> str:
        """The path of the platform's guide, relative to the repository."""
        return f"docs/platforms/{self.name}.md"

    def read_events(self, body: bytes, context: Context) -> Reading:
        """Raises a SourceError for a body of the wrong kind or shape."""
        reader = import_module(f"scrapers.platforms.{self.name}.reader")
        return cast("Callable[[bytes, Context], Reading]", reader.read_events)(body, context)
