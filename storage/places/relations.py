"""How two spellings of places relate: one place, a room and its building, two rooms, perhaps one place, or nothing.

Stricter than the rules for events (`storage.matching.same_place`), which also have titles and hours to go by. There, a
hall agrees with its tenant, and "Visitor Center" with any; readers want to see those apart.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz

from storage.matching.place_names import KINDS, Name, Names, compare
from storage.matching.places import Place, in_other_suites
from storage.matching.same_place import distance_meters
from storage.places.lexicon import ROOMS, Lexicon, is_broad, is_room
from storage.places.spelling import Parsed, PlaceKind

_NEAR_METERS = 120.0
_ALIKE, _NEARLY = 75.0, 92.0
_FEWEST_LETTERS = 9
"""Shorter names differ by a letter and are two places ("Hyde Hall", "Hydro Hall")."""


class Relation(StrEnum):
    """Of the left to the right. `ask`: a person decides. `apart`: two addresses, so nothing joins them."""

    SAME = "same"
    INSIDE = "inside"
    HOLDS = "holds"
    SIBLINGS = "siblings"
    ASK = "ask"
    APART = "apart"
    NOTHING = "nothing"


class Related(NamedTuple):
    """`whole`: of siblings, the name of their building."""

    relation: Relation
    reason: str
    whole: Name | None = None


_TURNED = {Relation.INSIDE: Relation.HOLDS, Relation.HOLDS: Relation.INSIDE}


def relate(left: Parsed, right: Parsed, lexicon: Lexicon) -> Related:
    one, other = left.place, right.place
    if left.kind is not PlaceKind.PLACE or right.kind is not PlaceKind.PLACE:
        if left.kind is right.kind is PlaceKind.TOWN and one.town == other.town:
            return Related(Relation.SAME, f"the town of {one.town}")
        return Related(Relation.NOTHING, "one names no place")
    found = _by_names(one, other, lexicon)
    if one.town and other.town and one.town != other.town:
        asks = found.relation is Relation.SAME and one.street is not None and one.street == other.street
        return Related(Relation.ASK if asks else Relation.NOTHING, f"other towns: {one.town}, {other.town}")
    if one.street is not None and other.street is not None:
        return _by_streets(one, other, found)
    if found.relation is not Relation.NOTHING:
        return found
    return _on_the_map(left, right)


def _by_streets(one: Place, other: Place, named: Related) -> Related:
    assert one.street is not None
    assert other.street is not None
    if one.street != other.street:
        if named.relation is Relation.SAME and one.street.word == other.street.word:
            return Related(Relation.SAME, "same name and street, other number")
        return Related(Relation.APART, "two addresses")
    address = f"same address: {one.street.number} {one.street.word}"
    if not one.names or not other.names:
        if in_other_suites(one, other):
            return Related(Relation.ASK, f"{address}, in other suites")
        return Related(Relation.SAME, address)
    if named.relation not in (Relation.NOTHING, Relation.ASK):
        return Related(named.relation, f"{address}, {named.reason}", named.whole)
    if is_room(one.names[0]) != is_room(other.names[0]):
        return Related(Relation.INSIDE if is_room(one.names[0]) else Relation.HOLDS, address)
    if len(one.names) == len(other.names) and not _other_numbers(one, other) and _all_alike(one, other):
        return Related(Relation.SAME, address)
    return Related(Relation.ASK, f"{address}, under two names")


def _all_alike(one: Place, other: Place) -> bool:
    """Whether each name is like one of the other's."""
    return all(
        any(compare(name, known) is Names.SAME for known in there.names)
        for here, there in ((one, other), (other, one))
        for name in here.names
    )


def _by_names(one: Place, other: Place, lexicon: Lexicon) -> Related:
    wholes = lexicon.whole_of(one), lexicon.whole_of(other)
    if wholes[0] is None and wholes[1] is None:
        return _single(one, other, lexicon)
    if wholes[0] is not None and wholes[1] is not None:
        return _two_rooms(one, other, wholes[0], wholes[1])
    if wholes[0] is not None:
        return _room_and_single(one, wholes[0], other)
    assert wholes[1] is not None
    found = _room_and_single(other, wholes[1], one)
    return found._replace(relation=_TURNED.get(found.relation, found.relation))


def _single(one: Place, other: Place, lexicon: Lexicon) -> Related:
    if len(one.names) != 1 or len(other.names) != 1:
        if one.names and one.names == other.names:
            return Related(Relation.SAME, "same name")
        return Related(Relation.NOTHING, "other names")
    left, right = one.names[0], other.names[0]
    if left.full == right.full:
        alone = is_room(left) or not left.full - KINDS - ROOMS
        return Related(Relation.ASK if alone else Relation.SAME, "a common name" if alone else "same name")
    if _nearly(left, right):
        return Related(Relation.SAME, "same name, spelled otherwise")
    if left.own == right.own and not (left.kinds and right.kinds) and lexicon.is_distinctive(left.own):
        return Related(Relation.SAME, "same name, one shortened")
    if left.own == right.own and lexicon.is_distinctive(left.own):
        more = left.full ^ right.full
        if (left.full < right.full or right.full < left.full) and not _only_rooms(more):
            return Related(Relation.SAME if len(left.own) > 1 else Relation.ASK, "same name, one longer")
    for small, large, relation in ((left, right, Relation.HOLDS), (right, left, Relation.INSIDE)):
        more = large.full - small.full
        if small.full < large.full and small.own and _only_rooms(more):
            return Related(relation, "one is a room of the other")
    if _is_part(left, right, lexicon):
        return Related(Relation.INSIDE, "known as part of the other")
    if _is_part(right, left, lexicon):
        return Related(Relation.HOLDS, "known as part of the other")
    return Related(Relation.NOTHING, "other names")


def _only_rooms(words: frozenset[str]) -> bool:
    return all(word in ROOMS or word.isdigit() for word in words)


def _is_part(part: Name, whole: Name, lexicon: Lexicon) -> bool:
    """Whether a text names both, and the whole has more rooms."""
    known = lexicon.companions.get(part.text, frozenset())
    return whole.text in known and len(lexicon.companions[whole.text]) > len(known) and not is_room(whole)


def _two_rooms(one: Place, other: Place, left: Name, right: Name) -> Related:
    rooms = [name for name in one.names if name != left], [name for name in other.names if name != right]
    if left.full != right.full and not _nearly(left, right):
        return Related(Relation.NOTHING, "other buildings")
    if _same_rooms(*rooms):
        return Related(Relation.SAME, f"same room of {left.text}")
    return Related(Relation.SIBLINGS, f"both in {left.text}", left)


def _same_rooms(one: list[Name], other: list[Name]) -> bool:
    if len(one) != len(other):
        return False
    return all(left.full == right.full or _nearly(left, right) for left, right in zip(one, other, strict=True))


def _room_and_single(room: Place, whole: Name, single: Place) -> Related:
    """`room` names its building, `single` has one name."""
    if len(single.names) != 1:
        return Related(Relation.NOTHING, "other names")
    [name] = single.names
    if name.full == whole.full or _nearly(name, whole):
        return Related(Relation.INSIDE, f"a part of {whole.text}")
    inner = [known for known in room.names if known != whole]
    if len(inner) == 1 and name.full == inner[0].full and name.own and not is_room(name) and not is_broad(name):
        return Related(Relation.SAME, "same name")
    return Related(Relation.NOTHING, "other names")


def _nearly(left: Name, right: Name) -> bool:
    """Alike but for a letter or two, with the same numbers."""
    return (
        min(len(left.text), len(right.text)) >= _FEWEST_LETTERS
        and bool(left.own)
        and _digits(left) == _digits(right)
        and fuzz.ratio(left.text, right.text) >= _NEARLY
    )


def _digits(name: Name) -> frozenset[str]:
    return frozenset(word for word in name.full if any(map(str.isdigit, word)))


def _other_numbers(one: Place, other: Place) -> bool:
    return {word for name in one.names for word in _digits(name)} != {
        word for name in other.names for word in _digits(name)
    }


def _on_the_map(left: Parsed, right: Parsed) -> Related:
    """Names that share a word of their own and are close to each other on the map."""
    if left.spelling.point is None or right.spelling.point is None:
        return Related(Relation.NOTHING, "other names")
    meters = distance_meters(left.spelling.point, right.spelling.point)
    if meters <= _NEAR_METERS and left.place.names and right.place.names:
        one, other = left.place.names[0], right.place.names[0]
        shared = bool(one.own & other.own - ROOMS)
        if shared and not one.own - other.own - ROOMS and fuzz.token_set_ratio(one.text, other.text) >= _ALIKE:
            return Related(Relation.ASK, f"{meters:.0f} meters apart, and their names are similar")
    return Related(Relation.NOTHING, "other names")
