"""Time to judge which listings are one event ÷ time of rapidfuzz on the same pairs.

The pairs are the candidates among 200,000 listings of an invented region. The sides take turns, a fifth of the pairs at
a time. rapidfuzz compares the titles, the places, and the first 300 letters of the descriptions by `token_set_ratio`,
lowered beforehand, as simple merging scripts do. Our side compares listings that are prepared beforehand. The line also
has the time to prepare, find candidates, and group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from rapidfuzz import fuzz

from quality.bench.environment.listings import listings
from quality.bench.figures import BenchFailed, Figure, Place
from quality.bench.rounds import medians, seconds
from storage.matching.candidates import candidate_pairs
from storage.matching.gazetteer import Gazetteer, learn
from storage.matching.groups import group
from storage.matching.listing import Listing
from storage.matching.pairs import judge
from storage.matching.prepared import Prepared, prepare

_COMPARED = 300
TURNS = 5
Texts = tuple[str, str, str]
Pairs = Sequence[tuple[int, int]]


def measure(place: Place) -> Figure:
    given = listings(place.size(200_000, 1_000))
    gazetteer = learn(listing.venue for listing in given)
    prepared: list[Prepared] = []
    preparing = seconds(lambda: prepared.extend(prepare(listing, gazetteer) for listing in given))
    pairs = sorted(candidate_pairs(prepared, gazetteer))
    if not pairs:
        raise BenchFailed("there are no candidates")
    texts = [_texts(listing) for listing in given]
    turns = [pairs[first::TURNS] for first in range(TURNS)]
    mine, theirs = iter(turns), iter(turns)
    ours, rival = medians(
        lambda: seconds(lambda: _judge(prepared, next(mine), gazetteer)),
        lambda: seconds(lambda: _rapidfuzz(texts, next(theirs))),
        TURNS,
    )
    grouping = seconds(lambda: _group(prepared, gazetteer))
    a_turn = len(pairs) / TURNS
    sides = (
        f"{ours / a_turn * 1e6:.1f} µs a pair ÷ {rival / a_turn * 1e6:.1f}, "
        f"{len(pairs):,} pairs of {len(given):,} listings; "
        f"preparing {preparing:.1f} s, candidates, judging, and grouping {grouping:.1f} s"
    )
    return Figure(ours / rival, sides)


def _texts(listing: Listing) -> Texts:
    return listing.title.lower(), listing.venue.lower(), listing.description[:_COMPARED].lower()


def _group(prepared: Sequence[Prepared], gazetteer: Gazetteer) -> None:
    """Day by day, as after a run."""
    by_day: dict[date, list[Prepared]] = defaultdict(list)
    for one in prepared:
        by_day[one.listing.start.date()].append(one)
    for day in by_day.values():
        group(day, gazetteer)


def _judge(prepared: Sequence[Prepared], pairs: Pairs, gazetteer: Gazetteer) -> None:
    for left, right in pairs:
        judge(prepared[left], prepared[right], gazetteer)


def _rapidfuzz(texts: Sequence[Texts], pairs: Pairs) -> None:
    for left, right in pairs:
        for one, other in zip(texts[left], texts[right], strict=True):
            fuzz.token_set_ratio(one, other)
