"""What a look at a site found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.items import EventItem, Venue
from core.recipes.recipe import Recipe
from scrapers.platforms.asking import Ask
from scrapers.reading.contract import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A way in which a site publishes.

    platform, base_url   what the source's row would say; for `ics`, `base_url` is the feed.
    reason     the evidence in words.
    events     the upcoming ones, soonest first, without those that the source's rules leave out.
    left_out   how many the rules leave out, by reason.
    listing    the address of the site's listing page, if the events are compared with its titles.
    listed     how many titles it shows; `covered`: how many of them are among the events. Both 0 without a listing.
    timezone   the IANA zone that its events are in, "" if several. `zone_named`: they name it; otherwise it is the
               default.
    venue      the place to give to events that name none: the site's own, if none of the events names any.
    problems   of records that could not be read; `notes`: of events that are read, but not in every part.
    recipe     by which its pages are read, for `cards`; None: each harvest finds the cards again.
    pages      how many pages of single events a harvest reads, of which a few were looked at: `events` has only those
               that these have. 0: a harvest reads no such pages.
    """

    platform: str
    base_url: str
    reason: str
    events: tuple[EventItem, ...]
    listing: str = ""
    listed: int = 0
    covered: int = 0
    timezone: str = ""
    zone_named: bool = False
    venue: Venue | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    recipe: Recipe | None = None
    pages: int = 0

    @property
    def coverage(self) -> float | None:
        return self.covered / self.listed if self.listed else None

    @property
    def places(self) -> frozenset[str]:
        """The names of the places that the events name."""
        return frozenset(event.venue.name for event in self.events if event.venue is not None and event.venue.name)

    def to_json(self, shown: int) -> dict[str, Any]:
        place = self.venue
        return {
            "platform": self.platform,
            "base_url": self.base_url,
            "reason": self.reason,
            "upcoming": len(self.events),
            "pages": self.pages,
            "left_out": dict(self.left_out),
            "coverage": self.coverage,
            "listing": self.listing or None,
            "listed": self.listed,
            "covered": self.covered,
            "timezone": self.timezone,
            "zone_named": self.zone_named,
            "places": len(self.places),
            "place": next(iter(self.places)) if len(self.places) == 1 else None,
            "venue": None if place is None else {"name": place.name, "address": place.address},
            "recipe": None if self.recipe is None else self.recipe.to_json(),
            "problems": list(self.problems[:shown]),
            "notes": list(self.notes[:shown]),
            "events": [event.to_json() for event in self.events[:shown]],
        }


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The first page of a list: what was asked, and the answer."""

    asked: Ask
    body: bytes
    context: Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """candidates: the best first. title: the site's name. refusal: if there is no candidate, why, and what its owner
    could publish. asked: each address that was asked, with what came. language: a
    tag such as `en-US`, as its pages say, or ""."""

    url: str
    title: str
    candidates: Sequence[Candidate] = ()
    refusal: str = ""
    asked: Sequence[str] = field(default=())
    language: str = ""

    def to_json(self, shown: int) -> dict[str, Any]:
        """shown: the most events and problems of each candidate."""
        return {
            "url": self.url,
            "title": self.title,
            "language": self.language,
            "refusal": self.refusal or None,
            "candidates": [one.to_json(shown) for one in self.candidates],
            "asked": list(self.asked),
        }
