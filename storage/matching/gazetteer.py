"""What a town's listings say about its places: the streets of each name, and the names of towns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import TypeVar

from storage.matching.addresses import Street
from storage.matching.places import Place, place_of, towns_in
from storage.matching.words import words

T = TypeVar("T")

_TEXTS_OF_A_TOWN = 2
"""A single "Hall, ST" would make the hall a town."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """By a name's words: its `streets` (several for a chain or a campus) and the `wholes` that it is a part of."""

    towns: frozenset[str] = frozenset()
    town_words: frozenset[str] = frozenset()
    streets: Mapping[str, frozenset[Street]] = field(default_factory=lambda: MappingProxyType({}))
    wholes: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    def place(self, text: str) -> Place:
        return place_of(text, self.towns, self.town_words)

    def street_of(self, place: Place) -> Street | None:
        """The place's own street, or the only one that listings give for one of its names."""
        if place.street is not None:
            return place.street
        for name in place.names:
            known = self.streets.get(name.text, frozenset())
            if len(known) == 1:
                return next(iter(known))
        return None

    def is_part(self, part: Place, whole: Place) -> bool:
        """Whether listings name the part inside the whole ("Blue Room at Gray Heron Hall")."""
        return any(
            name.text in self.wholes.get(inner.text, frozenset()) for inner in part.names for name in whole.names
        )

    def is_chain(self, place: Place) -> bool:
        """Whether the place has only a name, and listings give that name streets of different names."""
        if place.street is not None or not place.names:
            return False
        return len({street.word for street in self.streets.get(place.names[0].text, frozenset())}) > 1


def learn(texts: Iterable[str]) -> Gazetteer:
    """The gazetteer of location texts. A town is learned from "Town, ST", a street from "Name, 12 Street"."""
    distinct = sorted(set(texts))
    named = Counter(town for text in distinct for town in towns_in(text))
    towns = frozenset(town for town, texts in named.items() if texts >= _TEXTS_OF_A_TOWN)
    town_words = frozenset(word for town in towns for word in words(town))
    streets: dict[str, set[Street]] = {}
    wholes: dict[str, set[str]] = {}
    for text in distinct:
        place = place_of(text, towns, town_words)
        if place.street is not None and place.names:
            streets.setdefault(place.names[0].text, set()).add(place.street)
        for part, whole in pairwise(place.names):
            if part.own:
                wholes.setdefault(part.text, set()).add(whole.text)
    return Gazetteer(towns, town_words, _frozen(streets), _frozen(wholes))


def _frozen(found: dict[str, set[T]]) -> Mapping[str, frozenset[T]]:
    return MappingProxyType({name: frozenset(known) for name, known in found.items()})
