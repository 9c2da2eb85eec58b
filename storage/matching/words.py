"""Text as words that can be compared: no case, accents, apostrophes, punctuation, or plural s."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile(r"['’‘`´]")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_PLURAL = 4
_REMEMBERED = 50_000
"""Spellings: a town's listings use far fewer words."""
_SAME = {
    "theatre": "theater",  # prose: ok
    "centre": "center",  # prose: ok
    "amphitheatre": "amphitheater",
    "mt": "mount",
    "historical": "historic",
    "brewery": "brewing",
    "brewer": "brewing",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "twelve": "12",
    "fifteen": "15",
    "twenty": "20",
}


def fold(text: str) -> str:
    """Lower case without accents and apostrophes ("Café O’Brien" → "cafe obrien")."""
    plain = _APOSTROPHES.sub("", text)
    if plain.isascii():
        return plain.lower()
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def words(text: str) -> list[str]:
    """The words of a text in their order, spelled one way ("Children's Theatres" → "children", "theater")."""
    return list(map(_spelled, _WORD.findall(fold(text))))


def word_set(text: str) -> frozenset[str]:
    return frozenset(words(text))


@lru_cache(maxsize=_REMEMBERED)
def _spelled(word: str) -> str:
    if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return _SAME.get(word, word)
