"""Titles without what sources add to them, and how two of them compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from storage.matching.title_words import COMMON, CONTRASTS, FILLERS, LAST, PARTS, SAME
from storage.matching.words import fold, word_set, words

_MARKS = re.compile(
    r"\b(?:sold[ -]out|cancel+ed|cancelled|postponed|rescheduled|new (?:date|time|venue)|moved to [^-|]*|low tickets|"
    r"free event|free admission|all ages|18\+|21\+|fully seated|select a date and.*|tickets?)(?![\w])|[*!]+\d*|#+(?!\d)"
)
_PRESENTS = re.compile(
    r"^.{2,60}?\bpresents?\b\s*[:\-–—]?\s*(?=\S)|^(?:patio show|live music|live|concert|film|tour)\s*:\s*"
)
_WITH = re.compile(
    r"\s*(?:\bw/|\bwith\b|\bfeat(?:uring|\.)?|\bft\.|[,+&/|•]|\s-\s|\s[–—]\s|:\s|\band\b|\bsupport(?:ed)? by\b"
    r"|\bplus\b)\s*"
)
_SUBTITLE = re.compile(r"\s[-–—]\s|:\s")
_AT = re.compile(r"\s*(?:@|\bat\b)\s+(?=[^@]*$)")
_YEAR = re.compile(r"20\d\d")
_DATE = re.compile(r"\d{1,2}|20\d\d")
_CLOSE = 85.0
_REMEMBERED = 20_000
"""What a series is called on all its dates is taken apart once."""
_CONTRASTING = frozenset(word for group in CONTRASTS for word in group)


class Alike(StrEnum):
    """`billed`: the bills share a name. `series`: so do titles with other subtitles. `most`: two thirds of the words.

    `named`: one's description names the other. `opposed`: words that exclude each other (men's, women's).
    """

    EQUAL = "equal"
    CONTAINED = "contained"
    BILLED = "billed"
    SERIES = "series"
    CLOSE = "close"
    MOST = "most"
    SOME = "some"
    NAMED = "named"
    NONE = "none"
    OPPOSED = "opposed"


@dataclass(frozen=True, slots=True)
class Title:
    """The words of a title, without fillers and marks.

    `acts`: the words of each name on the bill. `names`: those of two words and more, as text between spaces.
    `ranked`, `joined`: the words by alphabet, and without spaces. `said`: all words, the venue's too.
    `own`: the words that set it apart (none that are common, no year or day). `parts`, `contrasts`: its words of these.
    """

    words: frozenset[str]
    acts: frozenset[frozenset[str]]
    subtitled: bool
    names: tuple[str, ...]
    text: str
    ranked: str
    joined: str
    numbers: frozenset[str]
    said: frozenset[str]
    own: frozenset[str]
    parts: frozenset[str]
    contrasts: frozenset[str]


class TitleMatch(NamedTuple):
    alike: Alike
    reason: str
    parts: frozenset[str] = frozenset()
    """The words for a part of an event ("reception", "preview") that only one title has."""


def without_marks(text: str) -> str:
    """Folded, without what sources add about a date ("Sold Out", "Cancelled", "New Date", "18+")."""
    return _MARKS.sub(" ", fold(text)).strip()


@lru_cache(maxsize=_REMEMBERED)
def title_of(text: str, venue_words: frozenset[str] = frozenset()) -> Title:
    """`venue_words`: the words of the venue, which a title may end in ("Jazz at Gray Heron")."""
    folded = without_marks(text)
    folded = _PRESENTS.sub("", folded, count=1) or folded
    split = _AT.split(folded)
    if len(split) == 2 and split[0] and 2 * len(word_set(split[1]) & venue_words) >= len(word_set(split[1])):
        folded = split[0]
    parts = [[word for word in words(part) if word not in FILLERS] for part in _WITH.split(folded)]
    names = tuple(f" {' '.join(part)} " for part in parts if len(part) > 1 and not COMMON.issuperset(part))
    kept = _without_dates([word for word in _title_words(folded) if word not in FILLERS])
    own = frozenset(word for word in kept if word not in COMMON and not _DATE.fullmatch(word))
    numbers = frozenset(number for word in kept if (number := word.lstrip("0")).isdigit() and len(number) < 4)
    acts = frozenset(frozenset(part) for part in parts if part)
    subtitled = len(acts) > 1 and _SUBTITLE.search(folded) is not None
    return Title(
        frozenset(kept),
        acts,
        subtitled,
        names,
        " ".join(kept),
        " ".join(sorted(kept)),
        "".join(kept),
        numbers,
        word_set(text),
        own,
        PARTS.intersection(kept),
        _CONTRASTING.intersection(kept),
    )


def _title_words(text: str) -> list[str]:
    found = [SAME.get(word, word) for word in words(text)]
    return [*found[:-1], LAST.get(found[-1], found[-1])] if len(found) > 1 else found


def _without_dates(kept: list[str]) -> list[str]:
    """A year, or an initial ("N.C."), is left out where other words remain."""
    rest = [word for word in kept if not _YEAR.fullmatch(word) and (len(word) > 1 or word.isdigit())]
    return rest or kept


def compare_titles(left: Title, right: Title, *venue_words: frozenset[str]) -> TitleMatch:
    """`venue_words`: of both venues, and of towns. Two titles that share only these have nothing in common."""
    parts = left.parts ^ right.parts
    if opposed := _opposed(left, right):
        return TitleMatch(Alike.OPPOSED, f"the titles oppose each other: {opposed}", parts)
    if left.words == right.words and left.words:
        return TitleMatch(Alike.EQUAL, "the same title")
    smaller, larger = (left, right) if len(left.words) <= len(right.words) else (right, left)
    if smaller.words and smaller.words < larger.words:
        return TitleMatch(Alike.CONTAINED, "one title holds the other", parts)
    if _share_an_act(left, right):
        if left.subtitled and right.subtitled and left.acts - right.acts and right.acts - left.acts:
            return TitleMatch(Alike.SERIES, "the titles share a name, with other subtitles", parts)
        return TitleMatch(Alike.BILLED, "the titles share a name", parts)
    if fuzz.ratio(left.ranked, right.ranked, score_cutoff=_CLOSE) or fuzz.ratio(
        left.joined, right.joined, score_cutoff=_CLOSE
    ):
        return TitleMatch(Alike.CLOSE, "the titles agree but for some letters", parts)
    shared = (left.own & right.own).difference(*venue_words)
    if len(shared) > 1 and 3 * len(left.words & right.words) >= 2 * len(smaller.words):
        return TitleMatch(Alike.MOST, f"the titles share {', '.join(sorted(shared))}", parts)
    if shared and (len(shared) > 1 or 2 * len(left.words & right.words) >= len(smaller.words)):
        return TitleMatch(Alike.SOME, f"the titles share {', '.join(sorted(shared))}", parts)
    return TitleMatch(Alike.NONE, "other titles", parts)


def _share_an_act(left: Title, right: Title) -> bool:
    """A name of a bill that is one on the other side too, and says more than "music" or "open mic"."""
    shared = left.acts & right.acts
    return any(any(word not in COMMON and len(word) > 2 for word in act) for act in shared)


def _opposed(left: Title, right: Title) -> str | None:
    if left.contrasts and right.contrasts:
        one, other = left.contrasts - right.contrasts, right.contrasts - left.contrasts
        for group in CONTRASTS:
            if one & group and other & group:
                return " and ".join(sorted((one & group) | (other & group)))
    if left.numbers and right.numbers:
        one, other = left.numbers - right.numbers, right.numbers - left.numbers
        if one and other:
            return " and ".join(sorted(one | other))
    return None
