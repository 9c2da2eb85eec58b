"""The town's events and listings, as `town.toml` has them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
DATA = Path(__file__).with_name("town.toml")
COPIED = {"copies": "around"}
"""Sources that copy another one's page addresses and texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TownListing:
    """What one source says about an event. `event`: the event's number. `starts`: midnight if only the day is known."""

    event: int
    source: str
    title: str
    place: str
    starts: datetime
    hour_known: bool

    @property
    def uid(self) -> str:
        return f"{self.source}-{self.event}"

    @property
    def page(self) -> str:
        """The path of its page at the source it comes from."""
        source = COPIED.get(self.source, self.source)
        return f"/{source}/{source}-{self.event}"


def source_forms() -> dict[str, tuple[str, str]]:
    """The title and the form (`ics` or `jsonld`) of each source, by name."""
    return {name: (title, form) for name, (title, form) in _data()["sources"].items()}


def listings(today: date) -> tuple[TownListing, ...]:
    return tuple(
        _listing(number, {**event, **listed}, today)
        for number, event in enumerate(_data()["events"], 1)
        for listed in event["listed"]
    )


def _listing(number: int, fields: dict[str, Any], today: date) -> TownListing:
    at = fields["at"]
    day = today + timedelta(days=fields["day"])
    return TownListing(
        event=number,
        source=fields["by"],
        title=fields["title"],
        place=_data()["places"][fields["place"]],
        starts=datetime.combine(day, time.fromisoformat(at) if at else time(), NEW_YORK),
        hour_known=bool(at),
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text())
