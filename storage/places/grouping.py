"""Decides where new spellings belong among the known places. Pure: no SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from storage.matching.addresses import Street
from storage.matching.place_names import Name
from storage.places.lexicon import Lexicon
from storage.places.relations import Related, Relation, relate
from storage.places.spelling import Parsed, PlaceKind

_CROWDED = 40
"""A word of more places than this ("state") finds no candidates."""
_ASKED = 3
"""The most suggestions for one new spelling."""
_STRENGTH = (
    Relation.SAME,
    Relation.INSIDE,
    Relation.HOLDS,
    Relation.SIBLINGS,
    Relation.ASK,
    Relation.APART,
    Relation.NOTHING,
)


@dataclass
class Group:
    """A place with its spellings. `fixed`: a person decided whether it has a building."""

    place_id: int
    members: list[Parsed] = field(default_factory=list)
    building_id: int | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    venue_id: int
    other_id: int
    reason: str


@dataclass
class Changes:
    """`joined`: place and reason by the id of a new spelling. `merged`: the place that stays, by the one that goes.
    `buildings`: by place. `new_buildings`: places whose building no source lists, by its name."""

    joined: dict[int, tuple[int, str]] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    buildings: dict[int, int] = field(default_factory=dict)
    new_buildings: dict[Name, list[int]] = field(default_factory=dict)
    suggestions: list[Suggestion] = field(default_factory=list)


class Grouping:
    """The places of the town, found by street, whole name, or a word of a name."""

    def __init__(self, groups: Sequence[Group], lexicon: Lexicon, kept_apart: frozenset[frozenset[int]]) -> None:
        """`kept_apart`: pairs of place ids that a person keeps apart."""
        self.lexicon = lexicon
        self.kept_apart = kept_apart
        self.groups: dict[int, Group] = {}
        self.by_key: dict[object, set[int]] = defaultdict(set)
        self.changes = Changes()
        for group in groups:
            self._add(group)

    def place(self, new: Sequence[Parsed]) -> Changes:
        """Whole places come before their rooms, and places with an address before those without."""
        for parsed in sorted(new, key=_order):
            self._place(parsed)
        return self.changes

    def _place(self, new: Parsed) -> None:
        venue_id = new.spelling.venue_id
        related = {place_id: self._relate(new, self.groups[place_id]) for place_id in sorted(self._candidates(new))}
        same = [place_id for place_id, found in related.items() if found.relation is Relation.SAME]
        if same:
            best = min(same, key=lambda place_id: self._rank(new, place_id))
            self.changes.joined[venue_id] = best, related[best].reason
            self._join(best, new)
            for other in same:
                if other != best:
                    self._merge(other, best, related[other].reason)
            self._find_building(best, related)
            return
        self.changes.joined[venue_id] = venue_id, "its own place"
        self._add(Group(venue_id, [new]))
        self._build(venue_id, related)
        self._ask(venue_id, related)

    def _ask(self, place_id: int, related: Mapping[int, Related]) -> None:
        """A person is asked about buildings, not about each of their rooms."""
        if self.groups[place_id].building_id is not None:
            return
        asked = [other for other, found in related.items() if found.relation is Relation.ASK]
        alone = [other for other in asked if self.groups[other].building_id not in asked]
        self.changes.suggestions += [Suggestion(place_id, other, related[other].reason) for other in alone[:_ASKED]]

    def _build(self, place_id: int, related: Mapping[int, Related]) -> None:
        """Puts a new place in its building, and rooms that were known before it in the new place."""
        if self._find_building(place_id, related):
            return
        for other, found in related.items():
            if found.relation is Relation.HOLDS and self.groups[other].building_id is None:
                for room in [other, *self._rooms(other)]:
                    self._house(room, place_id)
        for other, found in related.items():
            if found.relation is not Relation.SIBLINGS or found.whole is None or self.groups[place_id].building_id:
                continue
            building_id = self.groups[other].building_id
            if building_id is not None:
                self._house(place_id, building_id)
            elif not self.groups[other].fixed and not self._rooms(other):
                rooms = self.changes.new_buildings.setdefault(found.whole, [])
                rooms += [room for room in (other, place_id) if room not in rooms]
            return

    def _find_building(self, place_id: int, related: Mapping[int, Related]) -> bool:
        inside = [other for other, found in related.items() if found.relation is Relation.INSIDE]
        for other in inside:
            if other in self.groups and self.groups[place_id].building_id is None:
                self._house(place_id, self.groups[other].building_id or other)
        return bool(inside)

    def _house(self, room: int, building: int) -> None:
        group = self.groups[room]
        if not group.fixed and room != building and self.groups[building].building_id is None:
            group.building_id = self.changes.buildings[room] = building

    def _rooms(self, building: int) -> list[int]:
        return [group.place_id for group in self.groups.values() if group.building_id == building]

    def _relate(self, new: Parsed, group: Group) -> Related:
        """The strongest relation to a spelling of the place; none joins a place that has another address."""
        found = [relate(new, member, self.lexicon) for member in group.members]
        best = min(found, key=lambda each: _STRENGTH.index(each.relation))
        if any(each.relation is Relation.APART for each in found) and "same address" not in best.reason:
            return Related(Relation.APART, "two addresses")
        return best

    def _rank(self, new: Parsed, place_id: int) -> tuple[bool, bool, int]:
        members = self.groups[place_id].members
        one_street = any(member.place.street == new.place.street is not None for member in members)
        one_name = any(member.place.names == new.place.names for member in members)
        return not one_street, not one_name, place_id

    def _merge(self, gone: int, kept: int, reason: str) -> None:
        """Two known places that are both the new spelling's. Rooms of different buildings wait for a person."""
        one, other = self.groups[gone], self.groups[kept]
        related = [relate(left, right, self.lexicon) for left in one.members for right in other.members]
        contradicted = any(found.relation in (Relation.APART, Relation.SIBLINGS) for found in related)
        if frozenset((gone, kept)) in self.kept_apart:
            return
        if contradicted or one.fixed or one.building_id != other.building_id:
            self.changes.suggestions.append(Suggestion(gone, kept, reason))
            return
        for room in self._rooms(gone):
            self.groups[room].building_id = self.changes.buildings[room] = kept
        self.changes.merged[gone] = kept
        for parsed in one.members:
            self._join(kept, parsed)
            if parsed.spelling.venue_id in self.changes.joined:
                reason_before = self.changes.joined[parsed.spelling.venue_id][1]
                self.changes.joined[parsed.spelling.venue_id] = kept, reason_before
        for ids in self.by_key.values():
            ids.discard(gone)
        del self.groups[gone]
        self.changes.buildings.pop(gone, None)

    def _add(self, group: Group) -> None:
        self.groups[group.place_id] = group
        for member in group.members:
            for key in _keys(member):
                self.by_key[key].add(group.place_id)

    def _join(self, place_id: int, new: Parsed) -> None:
        self.groups[place_id].members.append(new)
        for key in _keys(new):
            self.by_key[key].add(place_id)

    def _candidates(self, new: Parsed) -> set[int]:
        found: set[int] = set()
        for key in _keys(new):
            ids = self.by_key.get(key, set())
            if not isinstance(key, str) or len(ids) <= _CROWDED:
                found |= ids
        known = self.lexicon.gazetteer.street_of(new.place)
        return found | self.by_key.get(known, set()) if known is not None else found


def _keys(parsed: Parsed) -> Iterator[object]:
    """Its street, its names, and the words of their own."""
    place = parsed.place
    if parsed.kind is PlaceKind.TOWN:
        yield ("town", place.town)
        return
    if isinstance(place.street, Street):
        yield place.street
    for name in place.names:
        yield ("name", name.text)
        yield from name.own


def _order(parsed: Parsed) -> tuple[bool, int, int]:
    place = parsed.place
    return place.street is None, len(place.names), parsed.spelling.venue_id
