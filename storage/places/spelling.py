"""A venue as one source spells it, taken apart into what the matching rules compare and what people read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from storage.matching.addresses import street_of
from storage.matching.gazetteer import Gazetteer
from storage.matching.place_names import Name, name_of
from storage.matching.places import Place
from storage.matching.same_place import Point
from storage.matching.words import fold, words

_SEGMENT = re.compile(r"\s*[,()|;:]+\s*|\s+[-–—]+\s+|\s+at\s+|\s+@\s+", re.IGNORECASE)


class PlaceKind(StrEnum):
    """Only a `place` is listed among the venues. `nowhere`: "TBA", "None", "Off Site"."""

    PLACE = "place"
    TOWN = "town"
    ONLINE = "online"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A row of `venues`: name and address as the source gives them, latitude and longitude in degrees."""

    venue_id: int
    name: str | None
    address: str | None
    point: Point | None = None

    @property
    def text(self) -> str:
        return ", ".join(part for part in (self.name, self.address) if part)


@dataclass(frozen=True, slots=True)
class Parsed:
    spelling: Spelling
    place: Place

    @property
    def kind(self) -> PlaceKind:
        if self.place.online:
            return PlaceKind.ONLINE
        if self.place.known:
            return PlaceKind.PLACE
        return PlaceKind.TOWN if self.place.town else PlaceKind.NOWHERE


def parse(spelling: Spelling, gazetteer: Gazetteer) -> Parsed:
    return Parsed(spelling, gazetteer.place(spelling.text))


def shown_name(spelling: Spelling) -> str | None:
    """The name without a street address that follows it ("Harbor Hall, 12 Bay St" → "Harbor Hall")."""
    return _split(spelling)[0]


def shown_address(spelling: Spelling) -> str | None:
    """The address, and before it the street that the name holds, if the address has none."""
    return _split(spelling)[1]


def segment_of(spelling: Spelling, wanted: Name, gazetteer: Gazetteer) -> str | None:
    """The part of the text that gives this name, as the source writes it."""
    for segment in _SEGMENT.split(spelling.text):
        if name_of(words(segment), gazetteer.town_words) == wanted:
            return segment.strip()
    return None


def room_name(spelling: Spelling, building: list[Parsed], gazetteer: Gazetteer) -> str | None:
    """What the text says besides the building's own names ("Room 2, Harbor Hall" → "Room 2"); None if nothing."""
    known = {name.full for one in building for name in one.place.names}
    name = shown_name(spelling) or ""
    kept = []
    for segment in _SEGMENT.split(name):
        found = name_of(words(segment), gazetteer.town_words)
        if segment.strip() and found is not None and found.full not in known:
            kept.append(segment.strip())
    return ", ".join(kept) or None


def _split(spelling: Spelling) -> tuple[str | None, str | None]:
    """Name and address, without the street that a name holds."""
    name, address = spelling.name, spelling.address
    street = None if name is None else street_of(name)
    if name is None or street is None:
        return name, address
    at = re.search(rf"(?<!\d){street.number}(?!\d)", name)
    if at is None:
        return name, address
    before, rest = name[: at.start()].strip(" ,-–—(") or None, name[at.start() :]
    if address is None:
        return before, rest
    if street_of(address) is not None or before is None:
        return before or name, address
    return before, address if fold(rest) in fold(address) else f"{rest}, {address}"
