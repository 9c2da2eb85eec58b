"""Whether two names are of one place: "The Gray Heron Music Hall and Pub" and "Gray Heron" are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from storage.matching.words import word_set

_FILLERS = word_set("the a an of at and for in on by de la le les regional public inc llc ltd company co branch dba s")
KINDS = word_set(
    "library libraries park center hall theater museum church school college university garden gardens plaza "
    "square campus memorial community county city town state historic national arts art music brewing bar pub "
    "restaurant cafe lounge taproom winery vineyards vineyard house club hotel resort inn spa market farm farms "
    "room studio gallery building stadium arena auditorium field fields complex pavilion amphitheater chapel "
    "temple store shop books lodge station academy institute foundation association society group events event "
    "north south east west downtown main central convention conference civic cultural performing science sciences "
    "nature natural education recreation senior youth elementary high middle street road avenue grill kitchen "
    "tavern ballroom concert opera court courthouse grounds fairgrounds preserve forest lake river beach valley "
    "mountain"
)
PARTS = word_set(
    "room rooms stage auditorium lawn pavilion courtyard gazebo amphitheater lot parking lobby classroom studio "
    "gallery cafe kitchen patio upstairs downstairs area floor suite meadow foyer atrium terrace chamber chambers "
    "ballroom theater taproom entrance access field lounge garden rooftop basement annex wing building"
)
_FEWEST_LETTERS = 4
_NEARLY = 90.0


class Names(StrEnum):
    """`related`: one name holds the other, or both are parts of one place."""

    SAME = "same"
    RELATED = "related"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Name:
    """All words of a name but fillers, and its own: those that aren't a kind ("library") or a town."""

    full: frozenset[str]
    own: frozenset[str]
    text: str

    @property
    def kinds(self) -> frozenset[str]:
        return self.full - self.own


def name_of(words: Sequence[str], towns: Collection[str]) -> Name | None:
    """None where nothing is left but fillers. `towns`: words that name towns, which set no place apart."""
    full = [word for word in words if word not in _FILLERS]
    if not full:
        return None
    own = frozenset(word for word in full if word not in KINDS and word not in towns and not word.isdigit())
    return Name(frozenset(full), own, " ".join(full))


def compare(left: Name, right: Name) -> Names:
    """Equal words are the same. A part of the words is related if it holds a word of its own."""
    if left.full == right.full:
        return Names.SAME
    smaller, larger = sorted((left, right), key=lambda name: len(name.full))
    more = larger.full - smaller.full
    if smaller.full <= larger.full and (_identifies(smaller) or (len(smaller.full) > 1 and more <= PARTS)):
        return Names.RELATED if more & PARTS else Names.SAME
    shared = left.own & right.own
    if shared and left.own == right.own and (_identifies(left) or len(shared) > 1) and _kinds_agree(left, right):
        return Names.RELATED
    if left.own and left.own == right.own and not (left.kinds and right.kinds):
        return Names.SAME
    if (
        min(len(left.text), len(right.text)) > 2 * _FEWEST_LETTERS
        and fuzz.ratio(left.text, right.text) >= _NEARLY
        and left.own
    ):
        return Names.SAME
    return Names.DIFFERENT


def _identifies(name: Name) -> bool:
    """A word of its own, or two words of which one is a town ("Harborville Library")."""
    return any(len(word) >= _FEWEST_LETTERS for word in name.own) or len(name.own) > 1


def _kinds_agree(left: Name, right: Name) -> bool:
    one, other = left.kinds - PARTS, right.kinds - PARTS
    return bool(one or other) and (one <= other or other <= one)
