"""Groups of listings of one event, from judged pairs.

The best pair joins first. Two groups join only if no listing of one is judged different from a listing of the other. So
a listing without a place never joins two branches of a library, and a listing without an hour never joins a matinee and
an evening.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from storage.matching.candidates import candidate_pairs
from storage.matching.gazetteer import Gazetteer
from storage.matching.pairs import Judgment, Verdict, judge
from storage.matching.prepared import Prepared
from storage.matching.texts import one_text

_LARGEST = 50
"""Listings in a group. It keeps a day of thousands of equal titles without a place from taking quadratic time."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What holds no matter what the rules say.

    forced    pairs that are one, the most certain first.
    refused   whether two positions must not be in one group.
    silent    positions that don't keep others out of their group: what is gone says nothing about what is there.
    """

    forced: Sequence[Pair] = ()
    refused: Callable[[int, int], bool] = lambda _one, _other: False
    silent: Set[int] = frozenset()


NO_DECISIONS = Decisions()


def group(listings: Sequence[Prepared], gazetteer: Gazetteer) -> list[list[int]]:
    """Positions in `listings` by group, sorted. A listing that joins no other is a group of one."""
    judged = {
        pair: judge(listings[pair[0]], listings[pair[1]], gazetteer) for pair in candidate_pairs(listings, gazetteer)
    }
    return join(listings, gazetteer, judged)


def join(
    listings: Sequence[Prepared],
    gazetteer: Gazetteer,
    judged: dict[Pair, Judgment],
    decisions: Decisions = NO_DECISIONS,
) -> list[list[int]]:
    """Positions in `listings` by group, as `group`. Pairs that aren't in `judged`, but must be, are added to it."""
    return _Groups(listings, gazetteer, judged, decisions).joined()


class _Groups:
    def __init__(
        self,
        listings: Sequence[Prepared],
        gazetteer: Gazetteer,
        judged: dict[Pair, Judgment],
        decisions: Decisions,
    ) -> None:
        self._listings = listings
        self._decisions = decisions
        self._gazetteer = gazetteer
        self._judged = judged
        self._members = {at: [at] for at in range(len(listings))}

    def joined(self) -> list[list[int]]:
        best = sorted(
            (pair for pair, judgment in self._judged.items() if judgment.verdict is Verdict.SAME),
            key=lambda pair: (-self._judged[pair].score, pair),
        )
        for left, right in self._decisions.forced:
            self._join(left, right, self._is_refused)
        for left, right in best:
            self._join(left, right, self._is_apart)
        return sorted({id(members): sorted(members) for members in self._members.values()}.values())

    def _join(self, left: int, right: int, keeps_apart: Callable[[int, int], bool]) -> None:
        one, other = self._members[left], self._members[right]
        if one is other or len(one) + len(other) > _LARGEST or any(keeps_apart(a, b) for a in one for b in other):
            return
        one.extend(other)
        for at in other:
            self._members[at] = one

    def _is_refused(self, left: int, right: int) -> bool:
        return self._decisions.refused(left, right)

    def _is_apart(self, left: int, right: int) -> bool:
        if self._decisions.refused(left, right):
            return True
        if left in self._decisions.silent or right in self._decisions.silent:
            return False
        return not self._may_join(left, right)

    def _may_join(self, left: int, right: int) -> bool:
        one, other = self._listings[left], self._listings[right]
        hours = one.span.has_hour and other.span.has_hour
        if hours and one.listing.source == other.listing.source and one.span.begins != other.span.begins:
            return False
        return self._judgment(min(left, right), max(left, right)).verdict is not Verdict.DIFFERENT

    def _judgment(self, left: int, right: int) -> Judgment:
        found = self._judged.get((left, right))
        if found is None:
            found = self._judged[left, right] = judge(self._listings[left], self._listings[right], self._gazetteer)
        return found


def witnesses(listings: Sequence[Prepared]) -> int:
    """How many listings speak for themselves: those of one source, page, UID, or text are one witness."""
    heads: list[Prepared] = []
    for prepared in listings:
        if not any(_one_upstream(prepared, head) for head in heads):
            heads.append(prepared)
    return len(heads)


def _one_upstream(left: Prepared, right: Prepared) -> bool:
    return left.listing.source == right.listing.source or copies(left, right)


def copies(left: Prepared, right: Prepared) -> bool:
    """Whether the two have one upstream: the same page, UID, or text."""
    if left.page is not None and left.page == right.page:
        return True
    if left.uid is not None and left.uid == right.uid:
        return True
    return one_text(left.description, right.description)
