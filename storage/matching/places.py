"""What a location text says: names from the part to the whole, a street address, a town."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from storage.matching.addresses import Street, before_street, is_region, street_of, town_with_state
from storage.matching.place_names import KINDS, Name, name_of
from storage.matching.words import fold, word_set, words

_BREAK = re.compile(r"\s*[,>()|:;/]+\s*|\s+[-–—]+\s+|^[-–—]+\s*|\s+at\s+|\s+@\s+")
_NOWHERE = re.compile(
    r"^(?:none|null|n/?a|(?:.*\s)?tb[ad]|to be (?:announced|determined)|see (?:description|website|details).*|"
    r"various.*|(?:location|address)s? (?:is |will be |to be )?(?:announced|provided|given|sent|shared|upon|after)\b.*|"
    r"multiple .*|off[ -]?site.*|special events|location|venue|other|private (?:home|residence)|varies|.{0,2})$"
)
_SERVICE = (
    r"(?:microsoft teams|ms teams|teams meeting|google meet|go ?to ?(?:meeting|webinar)|webex|skype|facebook live"
    r"|youtube live|instagram live)"
)
_WEB_ADDRESS = r"(?:[\w-]+\.)+(?:com|org|net|us|edu|gov|io|tv|live|link|gg)(?:[/?]\S*)?$"
_ONLINE = re.compile(
    r"^(?:virtual|online|on-line|zoom|webinar|livestream|live stream|remote|internet|webcast|en linea"
    rf"|(?:via|on|over|por) (?:zoom|{_SERVICE})|{_SERVICE})\b|^https?\b|^(?:youtube|twitch|discord)$|^{_WEB_ADDRESS}"
)
_NO_TOWN = re.compile(
    r"\d|\b(?:cent(?:er|re)|park|hall|college|university|county|school|library|church|brewing|ranch|wine|and)\b"
)
_LONGEST_TOWN = 3
_REMEMBERED = 20_000
"""A town's listings repeat a few thousand texts."""
_BROAD = word_set("university college campus downtown county")
_BROAD_WITH = _BROAD | {"state", "community", "north", "south", "east", "west"}
_SUITE = re.compile(r"^(?:suite|ste|unit|apt|#)\b")
_SUITE_NUMBER = re.compile(r"(?:(?<![\w#])(?:suite|ste|unit|apt)s?\b\.?\s*#?|#)\s*([a-z]?-?\d+-?[a-z]?|[a-z])\b")


@dataclass(frozen=True, slots=True)
class Place:
    """`names` are without towns, regions, and placeholders. `suite`: its number, of an address."""

    names: tuple[Name, ...] = ()
    street: Street | None = None
    town: str | None = None
    online: bool = False
    suite: str | None = None

    @property
    def known(self) -> bool:
        return bool(self.names) or self.street is not None

    @property
    def broad(self) -> bool:
        """Whether it is only a campus or a district, in which two events can be far apart."""
        if self.street is not None or len(self.names) != 1:
            return False
        kinds = self.names[0].kinds & KINDS
        return bool(kinds & _BROAD) and kinds <= _BROAD_WITH


@lru_cache(maxsize=_REMEMBERED)
def place_of(text: str, towns: frozenset[str], town_words: frozenset[str]) -> Place:
    """The place of a location text, with no names and no street for a placeholder.

    `towns`: folded names of known towns, `town_words`: their words.
    """
    folded = fold(text).strip()
    if _ONLINE.match(folded):
        return Place(online=True)
    street = street_of(text)
    before, after = before_street(text)
    segments, town = _without_regions(_segments(before), towns)
    suite = None
    if street is not None:
        suite = _SUITE_NUMBER.search(after) or _SUITE_NUMBER.search(before)
        town = _without_regions(_segments(after)[1:], towns)[1] or town
    names = (name_of(words(segment), town_words) for segment in segments if not _NOWHERE.match(segment))
    return Place(
        names=tuple(dict.fromkeys(name for name in names if name is not None)),
        street=street,
        town=town,
        suite=None if suite is None else suite[1].replace("-", ""),
    )


def in_other_suites(left: Place, right: Place) -> bool:
    """Whether both addresses name a suite, and not the same one: a strip mall's shops share its number."""
    return left.suite is not None and right.suite is not None and left.suite != right.suite


def towns_in(text: str) -> set[str]:
    """The folded names of towns that the text gives with their state."""
    segments = [*_segments(before_street(text)[0]), *_segments(before_street(text)[1])[1:]]
    found = {town for town, region in pairwise(segments) if is_region(region) and not is_region(town)}
    found |= {town for segment in segments if (town := town_with_state(segment)) is not None}
    return {town for town in found if len(town.split()) <= _LONGEST_TOWN and not _NO_TOWN.search(town)}


def _segments(folded: str) -> list[str]:
    parts = (part.strip(" .-–—") for part in _BREAK.split(folded.replace("country club", "cc")))
    return [part for part in parts if part and not _SUITE.match(part)]


def _without_regions(segments: list[str], towns: Collection[str]) -> tuple[list[str], str | None]:
    """The segments that name something, and the last town: a segment before a state, or one that is a known town."""
    kept: list[str] = []
    town = None
    for segment in segments:
        if is_region(segment):
            if kept and kept[-1] not in towns and len(segments) == 2 and not _NO_TOWN.search(kept[-1]):
                town = kept.pop()
        elif (alone := town_with_state(segment)) is not None and alone in towns:
            town = alone
        elif segment in towns:
            town = segment
        else:
            kept.append(segment)
    return kept, town
