"""Groups occurrences again: by the rules, by what people decided, and by what was one before one side moved. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from itertools import combinations

from storage.matching.candidates import candidate_pairs
from storage.matching.gazetteer import Gazetteer
from storage.matching.groups import Decisions, Pair, join
from storage.matching.pairs import Judgment, Verdict, is_named, judge
from storage.matching.prepared import Prepared
from storage.merging.policy import Role, Standing, listing_order
from storage.merging.showings import Showing

EventPair = tuple[int, int]
TOLERANCE = timedelta(minutes=60)
"""Sources give the doors or the show: up to an hour apart, they mean the same start."""
MOST_SUGGESTIONS = 5
"""Per event, the best ones."""
KEPT = (0.0, "joined before one of them moved")


class LinkState(StrEnum):
    """`joined`, `suggested`: a person decides. `refused`: a person said that they are two."""

    JOINED = "joined"
    SUGGESTED = "suggested"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Link:
    """Between two events: by the best pair of their occurrences."""

    state: LinkState
    judgment: Judgment


@dataclass(frozen=True, slots=True)
class Regrouped:
    """`groups`: of all showings, also those of one. `links`: by the ids of two events, the smaller first."""

    groups: Sequence[Sequence[Showing]]
    links: Mapping[EventPair, Link]


def event_pair(one: Showing, other: Showing) -> EventPair:
    return min(one.event_id, other.event_id), max(one.event_id, other.event_id)


def regroup(showings: Sequence[Showing], gazetteer: Gazetteer, decided: Mapping[EventPair, LinkState]) -> Regrouped:
    """`showings`: with all members of the groups that they are in. `decided`: what people said about their events."""
    return _Regrouping(showings, gazetteer, decided).regrouped()


def role_of(one: Showing, together: Iterable[Showing]) -> Role:
    """The role that an editor set; else the venue's own, if the source is named like the place of one of these."""
    if one.role is not None:
        return one.role
    home = one.prepared.home
    named = any(is_named(home, other.prepared.place) for other in together)
    return Role.VENUE if named else Role.UNKNOWN


def ranked(together: Sequence[Showing], stale: Iterable[int] = ()) -> list[Showing]:
    """The one that people see first. `stale`: ids of occurrences that copy a better source that dropped the event."""
    old = set(stale)
    return sorted(
        together,
        key=lambda one: listing_order(
            Standing(
                event_id=one.event_id,
                role=role_of(one, together),
                live=one.live and one.occurrence_id not in old,
                hidden=one.hidden_at is not None,
                hides_all=_hides_all(one, together),
                has_hour=one.prepared.span.has_hour,
                since=one.since,
            )
        ),
    )


def _hides_all(one: Showing, together: Sequence[Showing]) -> bool:
    """Whether an editor hid it as what people saw of the event, and not as one of two: the others weren't known."""
    if one.hidden_at is None or one.waits:
        return False
    was_shown = one.group_id is not None and not one.covered
    hidden_at = one.hidden_at
    return was_shown or all(other.since > hidden_at for other in together if other is not one)


def agree(one: Showing, other: Showing) -> bool:
    """Whether they may mean the same start: one has no hour on the same day, or they are at most an hour apart."""
    if one.prepared.span.has_hour and other.prepared.span.has_hour:
        return abs(one.listing.start - other.listing.start) <= TOLERANCE
    return one.listing.start.date() == other.listing.start.date()


class _Regrouping:
    def __init__(
        self, showings: Sequence[Showing], gazetteer: Gazetteer, decided: Mapping[EventPair, LinkState]
    ) -> None:
        self._showings = showings
        self._gazetteer = gazetteer
        self._decided = decided
        self._prepared: list[Prepared] = [one.prepared for one in showings]
        self._judged: dict[Pair, Judgment] = {}
        self._pairs_of: dict[int, dict[Pair, None]] = defaultdict(dict)
        self._kept: set[int] = set()

    def regrouped(self) -> Regrouped:
        live = {at for at, one in enumerate(self._showings) if one.live}
        for pair in candidate_pairs(self._prepared, self._gazetteer):
            if live.issuperset(pair):
                self._judge(pair)
        before = self._before()
        for members in before:
            self._keep_moved(members)
        forced = list(self._forced())
        for better, lesser in forced:
            self._move_along(lesser, better)
        for members in before:
            for pair in combinations(members, 2):
                self._judge(pair)
        decisions = Decisions(
            [(min(pair), max(pair)) for pair in forced],
            lambda one, other: self._state(one, other) is LinkState.REFUSED,
            frozenset(range(len(self._showings))) - live,
        )
        groups = join(self._prepared, self._gazetteer, self._judged, decisions)
        return Regrouped([[self._showings[at] for at in group] for group in groups], self._links(groups))

    def _before(self) -> list[list[int]]:
        """Positions by the group that they were in."""
        found: dict[int, list[int]] = defaultdict(list)
        for at, one in enumerate(self._showings):
            if one.group_id is not None:
                found[one.group_id].append(at)
        return list(found.values())

    def _keep_moved(self, members: Sequence[int]) -> None:
        """A member that moved away, or stayed behind, is compared as if it had the time of the one that people see."""
        first = ranked([self._showings[at] for at in members])[0]
        shown = next(at for at in members if self._showings[at] is first)
        settled = [at for at in members if agree(self._showings[at], first)]
        for at in members:
            if at in settled or self._has_another_partner(at, members):
                continue
            moved = replace(self._prepared[at], span=first.prepared.span)
            if any(
                self._showings[other].source_id != self._showings[at].source_id
                and judge(moved, self._prepared[other], self._gazetteer).verdict is Verdict.SAME
                for other in settled
            ):
                self._move_along(at, shown)

    def _has_another_partner(self, at: int, members: Sequence[int]) -> bool:
        """Whether another source lists the same at its new time."""
        return any(
            self._judged[pair].verdict is Verdict.SAME
            and not set(pair) <= set(members)
            and self._state(*pair) is not LinkState.REFUSED
            and self._showings[pair[0]].source_id != self._showings[pair[1]].source_id
            for pair in self._pairs_of[at]
        )

    def _move_along(self, at: int, other: int) -> None:
        if self._prepared[at].span == self._prepared[other].span:
            return
        self._prepared[at] = replace(self._prepared[at], span=self._prepared[other].span)
        self._kept.add(at)
        for pair in self._pairs_of[at]:
            del self._judged[pair]
        for pair in self._pairs_of[at]:
            self._judge(pair)

    def _forced(self) -> Iterator[Pair]:
        """The pairs of occurrences of events that a person joined, the better one first: on one day the nearest, or the
        only ones that both have."""
        of_event: dict[int, list[int]] = defaultdict(list)
        for at, one in enumerate(self._showings):
            of_event[one.event_id].append(at)
        for (low, high), state in self._decided.items():
            if state is not LinkState.JOINED:
                continue
            for left, right in self._counterparts(of_event.get(low, []), of_event.get(high, [])):
                best = ranked([self._showings[left], self._showings[right]])[0]
                yield (left, right) if best is self._showings[left] else (right, left)

    def _counterparts(self, left: Sequence[int], right: Sequence[int]) -> Iterator[Pair]:
        if len(left) == len(right) == 1:
            yield left[0], right[0]
            return
        start = {at: self._showings[at].listing.start for at in (*left, *right)}
        taken: set[int] = set()
        near = sorted(
            ((one, other) for one in left for other in right if start[one].date() == start[other].date()),
            key=lambda pair: (abs(start[pair[0]] - start[pair[1]]), pair),
        )
        for pair in near:
            if taken.isdisjoint(pair):
                taken.update(pair)
                yield pair

    def _judge(self, pair: Pair) -> Judgment:
        pair = min(pair), max(pair)
        if pair not in self._judged:
            found = judge(self._prepared[pair[0]], self._prepared[pair[1]], self._gazetteer)
            if not self._kept.isdisjoint(pair) and found.verdict is Verdict.SAME:
                found = found._replace(evidence=(*found.evidence, KEPT))
            self._judged[pair] = found
            for at in pair:
                self._pairs_of[at][pair] = None
        return self._judged[pair]

    def _state(self, one: int, other: int) -> LinkState | None:
        return self._decided.get(event_pair(self._showings[one], self._showings[other]))

    def _links(self, groups: Sequence[Sequence[int]]) -> dict[EventPair, Link]:
        group_of = {at: number for number, group in enumerate(groups) for at in group}
        found: dict[EventPair, Link] = {}
        for (left, right), judgment in self._judged.items():
            pair = event_pair(self._showings[left], self._showings[right])
            if pair[0] == pair[1] or judgment.verdict is Verdict.DIFFERENT:
                continue
            together = group_of[left] == group_of[right]
            if not together and not self._may_suggest(left, right):
                continue
            state = LinkState.JOINED if together else LinkState.SUGGESTED
            known = found.get(pair)
            if known is None or (state is LinkState.JOINED, judgment.score) > (
                known.state is LinkState.JOINED,
                known.judgment.score,
            ):
                found[pair] = Link(state, judgment)
        return _with_the_best(found)

    def _may_suggest(self, left: int, right: int) -> bool:
        one, other = self._showings[left], self._showings[right]
        return one.live and other.live and one.source_id != other.source_id and self._state(left, right) is None


def _with_the_best(links: Mapping[EventPair, Link]) -> dict[EventPair, Link]:
    """All joins, and the best suggestions of each event."""
    kept = {pair: link for pair, link in links.items() if link.state is LinkState.JOINED}
    counted: dict[int, int] = defaultdict(int)
    suggested = ((pair, link) for pair, link in links.items() if link.state is LinkState.SUGGESTED)
    for pair, link in sorted(suggested, key=lambda each: (-each[1].judgment.score, each[0])):
        if max(counted[event_id] for event_id in pair) < MOST_SUGGESTIONS:
            kept[pair] = link
            for event_id in pair:
                counted[event_id] += 1
    return kept
