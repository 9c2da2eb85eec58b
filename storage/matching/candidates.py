"""Which pairs of listings are worth comparing: those of one local day that share a word, a place, or a page.

The number of pairs grows linearly with the number of listings, even when a library system lists thousands of storytimes
on one day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
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
    blocks: dict[Key, list[int]] = defaultdict(list)
    places = [place_key(prepared, gazetteer) for prepared in listings]
    for at, prepared in enumerate(listings):
        for key in block_keys(prepared, places[at]):
            blocks[key].append(at)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        found = combinations(block, 2) if len(block) <= _FULL else _neighbors(block, listings, places)
        pairs.update(found if changed is None else (pair for pair in found if not changed.isdisjoint(pair)))
    return pairs


def block_keys(prepared: Prepared, place: str) -> Iterator[Key]:
    """The day with each of: a word of the title that sets it apart, the place, the page."""
    day = prepared.listing.start.date()
    for word in prepared.title.own or prepared.title.words:
        yield day, f"word {word}"
    if place:
        yield day, place
    if prepared.page is not None:
        yield day, f"page {prepared.page}"


def place_key(prepared: Prepared, gazetteer: Gazetteer) -> str:
    """The street where it is known, else the first name, else the source's name, or ""."""
    place = prepared.place if prepared.place.known else prepared.home
    street = gazetteer.street_of(place)
    if street is not None:
        return f"street {street.number} {street.word}"
    return f"name {place.names[0].text}" if place.names else ""


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
