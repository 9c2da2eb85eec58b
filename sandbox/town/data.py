"""The town's events and listings, as `town.toml` has them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.items import EventStatus

NEW_YORK = ZoneInfo("America/New_York")
DATA = Path(__file__).with_name("town.toml")
COPIED = {"copies": "around"}
"""Sources that copy another one's page addresses and texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TownListing:
    """What one source says about an event. `event`: the event's number. `starts`: midnight if only the day is known.
    `position`: of the place, degrees north and east; empty if it isn't known. `picture`: its path at the source."""

    event: int
    source: str
    title: str
    place: str
    starts: datetime
    hour_known: bool
    position: tuple[float, ...]
    picture: str | None
    status: EventStatus = EventStatus.SCHEDULED

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


def check_changes(names: str) -> None:
    """Raises ValueError for names, separated by commas, that no change has."""
    known = _data()["changes"]
    if unknown := [name for name in names.split(",") if name not in known]:
        raise ValueError(f"there is no change {', '.join(unknown)}; the changes are {', '.join(known)}")


def listings(today: date, changes: Collection[str] = ()) -> tuple[TownListing, ...]:
    """`changes`: names of those that already happened."""
    happened = [_data()["changes"][name] for name in changes]
    return tuple(
        _listing(number, fields, today)
        for number, event in enumerate(_data()["events"], 1)
        for listed in event["listed"]
        if (fields := _changed({**event, **listed}, event, happened))
    )


def _changed(fields: dict[str, Any], event: Mapping[str, Any], changes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The fields of a listing after the changes that are about it; empty if its source no longer has it."""
    for change in changes:
        if change["by"] == fields["by"] and change["event"] == event["title"]:
            if not change.get("listed", True):
                return {}
            fields = {**fields, **change}
    return fields


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
        position=tuple(_data()["positions"].get(fields["place"], ())),
        picture=f"/pictures/{number}.svg" if fields["by"] in _data()["pictured"] else None,
        status=EventStatus(fields.get("status", EventStatus.SCHEDULED)),
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text())
