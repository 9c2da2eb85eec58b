"""Which pairs of listings are worth comparing: those of one local day that share a place, a page, or enough words.

The number of pairs grows linearly with the number of listings, even when a library system lists thousands of storytimes
on one day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import combinations

from storage.matching.gazetteer import Gazetteer
from storage.matching.prepared import Prepared

_FULL = 40
"""The largest block whose listings are all compared with each other."""

_NEIGHBORS = 12
"""In a larger block, sorted by place, start, and title, each listing is compared with the next ones only."""

Key = tuple[date, str]


def candidate_pairs(
    listings: Sequence[Prepared], gazetteer: Gazetteer, changed: Set[int] | None = None
) -> set[tuple[int, int]]:
    """Pairs of positions in `listings`, the smaller first. `changed`: only pairs with one of these positions."""
    places = [place_key(prepared, gazetteer) for prepared in listings]
    by_other: dict[Key, list[int]] = defaultdict(list)
    by_word: dict[Key, list[int]] = defaultdict(list)
    for at, prepared in enumerate(listings):
        for key in other_keys(prepared, places[at]):
            by_other[key].append(at)
        for key in word_keys(prepared):
            by_word[key].append(at)
    pairs = set(_pairs_in(by_other, listings, places, changed))
    for left, right in _pairs_in(by_word, listings, places, changed):
        one, other = _words(listings[left]), _words(listings[right])
        if share_enough(len(one & other), len(one), len(other)):
            pairs.add((left, right))
    return pairs


def word_keys(prepared: Prepared) -> Iterator[Key]:
    """The day with each word of the title that sets it apart, or with each word if none does."""
    day = prepared.listing.start.date()
    for word in _words(prepared):
        yield day, f"word {word}"


def other_keys(prepared: Prepared, place: str) -> Iterator[Key]:
    """The day with the place, and with the page."""
    day = prepared.listing.start.date()
    if place:
        yield day, place
    if prepared.page is not None:
        yield day, f"page {prepared.page}"


def share_enough(shared: int, left: int, right: int) -> bool:
    """Whether two titles share half of the words of the shorter one."""
    return 2 * shared >= min(left, right)


def place_key(prepared: Prepared, gazetteer: Gazetteer) -> str:
    """The street where it is known, else the first name, else the source's name, or ""."""
    place = prepared.place if prepared.place.known else prepared.home
    street = gazetteer.street_of(place)
    if street is not None:
        return f"street {street.number} {street.word}"
    return f"name {place.names[0].text}" if place.names else ""


def _words(prepared: Prepared) -> frozenset[str]:
    return prepared.title.own or prepared.title.words


def _pairs_in(
    blocks: Mapping[Key, Sequence[int]], listings: Sequence[Prepared], places: Sequence[str], changed: Set[int] | None
) -> Iterator[tuple[int, int]]:
    for block in blocks.values():
        if changed is not None and changed.isdisjoint(block):
            continue
        found = combinations(block, 2) if len(block) <= _FULL else _neighbors(block, listings, places)
        yield from found if changed is None else (pair for pair in found if not changed.isdisjoint(pair))


def _neighbors(block: Iterable[int], listings: Sequence[Prepared], places: Sequence[str]) -> Iterator[tuple[int, int]]:
    """By place and start, and by start and title, so that a listing without a place meets its likes too."""
    for order in (
        lambda at: (places[at], listings[at].listing.start, listings[at].title.text),
        lambda at: (listings[at].title.text, listings[at].listing.start, places[at]),
    ):
        ranked = sorted(block, key=order)
        for at, one in enumerate(ranked):
            for other in ranked[at + 1 : at + 1 + _NEIGHBORS]:
                yield min(one, other), max(one, other)
