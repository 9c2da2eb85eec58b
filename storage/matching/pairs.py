"""Whether two listings are one event: same, different, or unsure, with points, and reasons in words.

Each kind of evidence gives points. No title is enough: with the day alone it stays below `SAME`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from storage.matching.gazetteer import Gazetteer
from storage.matching.place_names import Names, compare
from storage.matching.places import Place
from storage.matching.prepared import Prepared
from storage.matching.same_place import PlaceMatch, Where, compare_places
from storage.matching.texts import one_text
from storage.matching.times import TimeMatch, When, compare_times
from storage.matching.title_words import SHOWINGS
from storage.matching.titles import Alike, TitleMatch, compare_titles

RULES = "2026-11-4"
"""The version of the rules. A change of any rule or of its points gives it a new value."""

SAME = 5.0
UNSURE = 3.5

_TITLE = {
    Alike.EQUAL: 3.0,
    Alike.CONTAINED: 2.5,
    Alike.CLOSE: 2.5,
    Alike.BILLED: 2.0,
    Alike.SERIES: 0.0,
    Alike.MOST: 2.0,
    Alike.NAMED: 1.0,
    Alike.SOME: 1.0,
    Alike.NONE: -2.0,
}
_PLACE = {
    Where.SAME: 2.0,
    Where.INSIDE: 2.0,
    Where.UNKNOWN: 0.0,
    Where.UNLIKE: -2.5,
    Where.APART: -3.5,
}
_TIME = {
    When.EQUAL: 2.0,
    When.DOORS: 1.0,
    When.NEAR: 0.5,
    When.ALL_DAY: 1.0,
    When.NO_HOUR: 0.5,
    When.COVERS: 0.5,
    When.RUN: -0.5,
    When.TWELVE: 0.0,
    When.OTHER_HOUR: -2.5,
}
_COMMON_TITLE = 1.0
_FEW, _MANY = 3, 4
_TOWN = 0.5
_END = 0.5
_LENGTH = -0.5
_PAGE = 2.0
_PAGE_AND_START = 3.0
_UID = 3.0
_TEXT = 2.0
_PART = -2.5
_TWICE = -2.5
_DOUBLED = 3.5
_ONE_TITLE = (Alike.EQUAL, Alike.CONTAINED, Alike.CLOSE)


class Verdict(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Judgment(NamedTuple):
    """`score` in points: from `SAME` the same, from `UNSURE` a person decides. `evidence`: points, and why.

    A named tuple, as are the matches that it is made of: a frozen dataclass takes three times as long to make.
    """

    verdict: Verdict
    score: float
    evidence: tuple[tuple[float, str], ...]
    rules: str = RULES

    @property
    def reasons(self) -> tuple[str, ...]:
        """In words, with the points ("the same start (+2)")."""
        return tuple(f"{reason} ({points:+g})" for points, reason in self.evidence)


def judge(left: Prepared, right: Prepared, gazetteer: Gazetteer) -> Judgment:
    when = compare_times(left.span, right.span)
    if when.when in (When.OTHER_DAY, When.NEXT_SLOT):
        return _different(when.reason)
    title = compare_titles(left.title, right.title, left.place_words, right.place_words, gazetteer.town_words)
    if title.alike is Alike.OPPOSED:
        return _different(title.reason)
    if title.alike in (Alike.SOME, Alike.NONE) and _names_title(left, right):
        title = TitleMatch(Alike.NAMED, "one description names the other's title", title.parts)
    page = left.page is not None and left.page == right.page
    uid = left.uid is not None and left.uid == right.uid and left.listing.source != right.listing.source
    text = one_text(left.description, right.description)
    if title.alike is Alike.NONE and not page and not uid and not text:
        if _has_same_mark(left, right, when) and (where := _where(left, right, gazetteer)).where.agrees:
            evidence = ((UNSURE, "the same picture or ticket page"), (0.0, where.reason), (0.0, when.reason))
            return Judgment(Verdict.UNSURE, UNSURE, (*evidence, (0.0, title.reason)))
        return _different("other titles, pages, and descriptions")
    where = _where(left, right, gazetteer)
    twice = left.listing.source == right.listing.source and not page and title.alike not in _ONE_TITLE
    own = len((left.title.own & right.title.own) - gazetteer.town_words)
    town = left.place.town is not None and left.place.town == right.place.town
    doubled = (
        left.listing.source == right.listing.source
        and title.alike is Alike.EQUAL
        and (left.span.day, left.span.begins, left.span.has_hour)
        == (right.span.day, right.span.begins, right.span.has_hour)
        and not (left.place.known or right.place.known or when.lengths_differ)
        and (text or not (left.listing.description and right.listing.description))
    )
    return _add_up(_Evidence(when, title, own, where, town, page, uid, text, twice, doubled))


class _Evidence(NamedTuple):
    """`own`: how many words that set a title apart both have. `town`: whether both give the same one.

    `uid`: whether two sources give one UID, as copies of one calendar do. `twice`: whether one source lists both, under
    two titles. `doubled`: whether it lists both without a place, and nothing tells them apart.
    """

    when: TimeMatch
    title: TitleMatch
    own: int
    where: PlaceMatch
    town: bool
    page: bool
    uid: bool
    text: bool
    twice: bool
    doubled: bool


def _add_up(seen: _Evidence) -> Judgment:
    points = [(_TITLE[seen.title.alike], seen.title.reason)]
    if not seen.own and seen.title.alike is not Alike.NAMED and points[0][0] > _COMMON_TITLE:
        points = [(_COMMON_TITLE, f"{seen.title.reason}, of common words only")]
    elif seen.own >= _FEW and seen.title.alike in _ONE_TITLE:
        points.append((0.5 if seen.own < _MANY else 1.0, f"{seen.own} words that set it apart"))
    points.append((_PLACE[seen.where.where], seen.where.reason))
    if seen.where.where is Where.UNKNOWN and seen.town:
        points.append((_TOWN, "the same town"))
    points.append((_TIME[seen.when.when], seen.when.reason))
    if seen.when.end_agrees:
        points.append((_END, "the same end"))
    if seen.when.lengths_differ:
        points.append((_LENGTH, "one lasts more than twice as long"))
    points += _as_copies(seen)
    if seen.title.parts - (SHOWINGS if seen.when.when is When.EQUAL else frozenset()):
        points.append((_PART, "only one title names a part of an event"))
    if seen.twice:
        points.append((_TWICE, "one source lists both, under two titles"))
    if seen.doubled:
        points.append((_DOUBLED, "one source lists both, and nothing sets them apart"))
    score = sum(value for value, _ in points)
    verdict = _verdict(score)
    if verdict is Verdict.SAME and (doubt := _doubt(seen)) is not None:
        verdict = Verdict.UNSURE
        points.append((0.0, doubt))
    return Judgment(verdict, score, tuple(points))


def _as_copies(seen: _Evidence) -> Iterator[tuple[float, str]]:
    """What only listings of one upstream have in common."""
    if seen.page:
        sure = seen.when.when is When.EQUAL and (seen.text or seen.title.alike is not Alike.NONE)
        yield (_PAGE_AND_START if sure else _PAGE), "the same page"
    if seen.uid and seen.where.where is not Where.APART:
        yield _UID, "the same UID"
    if seen.text and (seen.page or seen.where.where not in (Where.UNLIKE, Where.APART)):
        yield _TEXT, "the same description"


def _doubt(seen: _Evidence) -> str | None:
    """Why a person decides in spite of the points: a run's page and text are also those of each of its showings."""
    if seen.when.when in (When.OTHER_HOUR, When.TWELVE):
        return "it may be another showing"
    if seen.when.when is When.RUN:
        return "it may be one day of a run"
    if not seen.own and seen.when.when in (When.DOORS, When.NEAR, When.COVERS):
        return "it may be another session"
    return None


def _verdict(score: float) -> Verdict:
    if score >= SAME:
        return Verdict.SAME
    return Verdict.UNSURE if score >= UNSURE else Verdict.DIFFERENT


def _where(left: Prepared, right: Prepared, gazetteer: Gazetteer) -> PlaceMatch:
    """The places, and what else says where: the source's own name, and places named in titles and descriptions."""
    found = compare_places(left.place, right.place, gazetteer, (left.point, right.point))
    if found.where not in (Where.UNKNOWN, Where.UNLIKE):
        return found
    sides = ((left, right), (right, left))
    if found.where is Where.UNKNOWN and any(
        not one.place.known and is_named(one.home, other.place) for one, other in sides
    ):
        return PlaceMatch(Where.SAME, "one source is the other's place")
    if any(_describes(one, other) for one, other in sides):
        return PlaceMatch(Where.INSIDE, "one description names the other's place")
    if found.where is Where.UNLIKE and any(_titled(one, other, 1) for one, other in sides):
        return PlaceMatch(Where.UNKNOWN, "one title names the other's place")
    if found.where is Where.UNKNOWN and any(_titled(one, other, 2) for one, other in sides):
        return PlaceMatch(Where.INSIDE, "one title names the other's place")
    return found


def _describes(one: Prepared, other: Prepared) -> bool:
    return any(len(name.full) > 1 and f" {name.text} " in one.description for name in other.place.names)


def _titled(one: Prepared, other: Prepared, fewest: int) -> bool:
    return any(name.own and len(name.full) >= fewest and name.full <= one.title.said for name in other.place.names)


def is_named(home: Place, place: Place) -> bool:
    """Whether a source's name names the place."""
    return any(compare(mine, name) is not Names.DIFFERENT for mine in home.names for name in place.names)


def _has_same_mark(left: Prepared, right: Prepared, when: TimeMatch) -> bool:
    """Whether two sources give one start and one picture or ticket page, as for titles in two languages."""
    if left.marks.isdisjoint(right.marks):
        return False
    return when.when is When.EQUAL and left.listing.source != right.listing.source


def _names_title(left: Prepared, right: Prepared) -> bool:
    """Whether a description holds a name of the other's bill, of two words or more."""
    for one, other in ((left, right), (right, left)):
        for act in other.title.names:
            if act in one.description:
                return True
    return False


def _different(reason: str) -> Judgment:
    return Judgment(Verdict.DIFFERENT, 0.0, ((0.0, reason),))
