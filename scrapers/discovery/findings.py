"""What a look at a site found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.items import EventItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A way in which a site publishes.

    platform, base_url   what the source's row would say; for `ics`, `base_url` is the feed.
    reason     the evidence in words.
    events     the upcoming ones, soonest first, without those that the source's rules leave out.
    left_out   how many the rules leave out, by reason.
    coverage   of the titles that the site's listing page shows, the share that is among them; None without a listing.
    timezone   the IANA zone that its events name, "" if none.
    problems   of records that could not be read.
    """

    platform: str
    base_url: str
    reason: str
    events: tuple[EventItem, ...]
    coverage: float | None = None
    timezone: str = ""
    problems: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    def to_json(self, shown: int) -> dict[str, Any]:
        return {
            "platform": self.platform,
            "base_url": self.base_url,
            "reason": self.reason,
            "upcoming": len(self.events),
            "left_out": dict(self.left_out),
            "coverage": self.coverage,
            "timezone": self.timezone,
            "problems": list(self.problems[:shown]),
            "events": [event.to_json() for event in self.events[:shown]],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """candidates: the best first. title: the site's name. refusal: if there is no candidate, why, and what its owner
    could publish. asked: each address that was asked, with what came."""

    url: str
    title: str
    candidates: Sequence[Candidate] = ()
    refusal: str = ""
    asked: Sequence[str] = field(default=())

    def to_json(self, shown: int) -> dict[str, Any]:
        """shown: the most events and problems of each candidate."""
        return {
            "url": self.url,
            "title": self.title,
            "refusal": self.refusal or None,
            "candidates": [one.to_json(shown) for one in self.candidates],
            "asked": list(self.asked),
        }
