"""A quotation from an answer: the place, and the source's own words."""

from __future__ import annotations

from dataclasses import dataclass

AROUND = 60
"""How many characters before and after the words are quoted."""
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Quote:
    """place   a property and its line, a JSON path, or an element of a page.
    words   what the field was read from; `before` and `after`: the text next to it."""

    place: str
    before: str
    words: str
    after: str


def quote(place: str, text: str, words: str) -> Quote:
    """Quotes the first occurrence of `words` in a text, or the whole text if it doesn't have them as they are."""
    start = text.find(words)
    if start < 0:
        return Quote(place, "", text[:LONGEST], "")
    end = start + len(words)
    return Quote(place, text[max(0, start - AROUND) : start], words[:LONGEST], text[end : end + AROUND])


def plain(text: str) -> str:
    """For comparing: single spaces, no case."""
    return " ".join(text.split()).casefold()
