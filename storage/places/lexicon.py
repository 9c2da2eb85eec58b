"""What the town's spellings say about words and names: which are common, and which names hold others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storage.matching.gazetteer import Gazetteer, learn
from storage.matching.place_names import KINDS, PARTS, Name
from storage.matching.places import Place
from storage.matching.words import word_set
from storage.places.spelling import Parsed, Spelling, parse

ROOMS = (
    PARTS
    | word_set(
        "level visitor desk front back main hall deck grounds meeting office first second third recital lecture gym "
        "gymnasium multi purpose boardroom"
    )
) - word_set("garden theater gallery kitchen cafe taproom building field lounge studio rooftop ballroom")
"""Words that name a room, and seldom a place that people would look for."""
_ALWAYS_ROOMS = word_set("room rooms lobby stage floor level lot parking classroom gymnasium")
_BROAD = word_set("university college campus county downtown")
"""Kinds of places in which two events can be far apart."""
_COMMON = 4
"""An own word of more names than this ("duke", "carolina") sets no place apart."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`companions`: by a name's words, the names that stand with it in one text. `alone`: names that are a whole text.
    `frequency`: by an own word, how many names hold it."""

    gazetteer: Gazetteer
    companions: Mapping[str, frozenset[str]]
    alone: frozenset[str]
    frequency: Mapping[str, int]

    def parse(self, spelling: Spelling) -> Parsed:
        return parse(spelling, self.gazetteer)

    def whole_of(self, place: Place) -> Name | None:
        """Of several names, the building's: the one with the most rooms. None if no name can be a building's."""
        if len(place.names) < 2:
            return None
        found = [name for name in place.names if self._can_hold(name)]
        return max(found, key=lambda name: (self._rooms(name), len(name.kinds & KINDS)), default=None)

    def is_distinctive(self, own: frozenset[str]) -> bool:
        return any(len(word) > 2 and self.frequency.get(word, 0) <= _COMMON for word in own)

    def _can_hold(self, name: Name) -> bool:
        if is_room(name) or name.full & _ALWAYS_ROOMS or is_broad(name):
            return False
        return bool(name.kinds & KINDS) or name.text in self.alone

    def _rooms(self, name: Name) -> int:
        return len(self.companions.get(name.text, frozenset()))


def is_broad(name: Name) -> bool:
    """Whether it names only a campus or a district."""
    kinds = name.kinds & KINDS
    return bool(kinds & _BROAD) and kinds <= _BROAD | {"state", "community", "north", "south", "east", "west"}


def is_room(name: Name) -> bool:
    """Whether it names only a room: "Main Lobby", "Room 4", "247"."""
    return not name.own - ROOMS and (not name.kinds or bool(name.full & ROOMS))


def lexicon(spellings: Iterable[Spelling]) -> Lexicon:
    texts = sorted({spelling.text for spelling in spellings})
    gazetteer = learn(texts)
    companions: dict[str, set[str]] = defaultdict(set)
    names: dict[str, Name] = {}
    alone = set()
    for text in texts:
        place = gazetteer.place(text)
        names.update((name.text, name) for name in place.names)
        if len(place.names) == 1:
            alone.add(place.names[0].text)
        for name in place.names:
            companions[name.text].update(other.text for other in place.names if other != name)
    frequency = Counter(word for name in names.values() for word in name.own)
    return Lexicon(
        gazetteer, {name: frozenset(found) for name, found in companions.items()}, frozenset(alone), frequency
    )
