"""What listings of one series have in common: the title, and as much evidence as the title needs. Pure.

The place isn't in the key: `event_search.series_id` adds it. The fewer words set a title apart, the more must agree:

the place is known, two words      the title
the place is known, one word       the title, the organizer, and the description, if there is one
else                               the title, the source, the organizer, and the description; without a description the
                                   hour, but not for a title that names nothing ("Private event", "Meeting")
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from storage.matching.places import place_of
from storage.matching.texts import page_key
from storage.matching.title_words import COMMON, FILLERS
from storage.matching.titles import without_marks
from storage.matching.words import word_set, words

COMPARED = 600
"""Characters of a description, without its links."""
_FEWEST_WORDS = 5
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_DATES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december am pm"
)
_NAMELESS = word_set(
    "private event meeting party show concert live music band dj performance film movie screening game class workshop "
    "program special guest tba tbd reserved rental hold booked unavailable closed open"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of `event_search`, with what decides about its series.

    hour       local time of its first date, such as `19:30`; None if it has no hour.
    is_place   whether it is at a place, not just in a town, online, or "TBA".
    """

    entry_id: int
    title: str
    description: str | None
    organizer: str | None
    url: str | None
    source_id: int
    venue: str
    address: str
    is_place: bool
    hour: str | None


def series_key(entry: Entry) -> int:
    """A positive number of 63 bits, equal for entries that are one series if their place is the same."""
    title = words(without_marks(entry.title))
    general = COMMON | FILLERS | _NAMELESS | word_set(entry.venue)
    own = {word for word in title if word not in general and not word.isdigit()} or _number(title)
    known = entry.is_place and not _is_broad(entry)
    if known and len(own) > 1:
        return _hash("title", title)
    text = _text_of(entry.description)
    organizer = words(entry.organizer or "")
    if known and own:
        return _hash("text", title, organizer, text)
    source = [str(entry.source_id)]
    if text:
        return _hash("source text", title, source, organizer, text)
    if len(own) > 1:
        return _hash("source", title, source, organizer)
    page = page_key(entry.url or "")
    if entry.hour is not None and not _NAMELESS.issuperset(word for word in title if word not in FILLERS):
        return _hash("hour", title, source, organizer, [entry.hour])
    return _hash("alone", [str(entry.entry_id)] if page is None else [*title, *source, page])


def _number(title: list[str]) -> set[str]:
    """The number that is the whole title ("1776")."""
    return set(title) if len(title) == 1 and title[0].isdigit() else set()


def _is_broad(entry: Entry) -> bool:
    """Whether it is only on a campus or in a district."""
    return place_of(f"{entry.venue}, {entry.address}", frozenset(), frozenset()).broad


def _text_of(description: str | None) -> list[str]:
    """The words without links, numbers, days, and months, which differ from date to date. Empty if few are left."""
    plain = _LINK.sub(" ", description or "")[:COMPARED]
    found = [word for word in words(plain) if not any(letter.isdigit() for letter in word) and word not in _DATES]
    return found if len(found) >= _FEWEST_WORDS else []


def _hash(kind: str, *parts: Iterable[str]) -> int:
    text = "|".join([kind, *(" ".join(part) for part in parts)])
    return (int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 1) or 1
