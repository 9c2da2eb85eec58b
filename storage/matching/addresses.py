"""The key of a street address: its number and the first word of its street.

Sources agree on these two, and differ in street types, directions, suites, towns, and postal codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage.matching.words import fold, word_set

_STREET = re.compile(
    r"(?<![\w#/.-])(?P<number>\d{1,5})(?:-\d+|[a-d])?\s+(?P<direction>(?:north|south|east|west|[nsew]{1,2})\b\.?\s+)?"
    r"(?P<word>(?:us-?\s?)?[a-z0-9][a-z0-9]*)(?P<after>\s+[a-z]+)?"
)
_TYPES = word_set("st street ave avenue rd road dr drive blvd boulevard ln lane way ct court pl place hwy highway")
_NOT_A_HOUSE = re.compile(
    r"(?:\b(?:suite|ste|unit|room|rm|building|bldg|floor|apt|no|lot|local|studio|gate|hall|space|nc|ca|in|on|box)\.?|#)\s*$"
)
_NOT_A_STREET = word_set("st nd rd th am pm floor united usa canada us and or at in")
_SHORT_STATES = (
    "al|ak|az|ar|ca|co|ct|de|fl|ga|hi|id|il|in|ia|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|ok|or|pa|"
    "ri|sc|sd|tn|tx|ut|vt|va|wa|wv|wi|wy|dc|ab|bc|mb|nb|nl|ns|on|pe|qc|sk|calif|ind|ont|fla|mass|penn|tenn|wash|ill|mich|"
    "minn|wis"
)
_LONG_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|"
    "indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|"
    "nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|"
    "pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|"
    "west virginia|wisconsin|wyoming|ontario|quebec|british columbia|alberta|manitoba|saskatchewan|nova scotia|"
    "new brunswick"
)
_POSTAL = r"(?:\d{5}(?:-\d{4})?|[a-z]\d[a-z] ?\d[a-z]\d)"
_REGION = re.compile(rf"^(?:{_SHORT_STATES}|{_LONG_STATES}|united states|usa|us|canada)?\s*{_POSTAL}?$")
_TOWN_AND_STATE = re.compile(rf"^(?P<town>[a-z][a-z .-]*?)\s+(?:{_SHORT_STATES})(?:\s+{_POSTAL})?$")


@dataclass(frozen=True, slots=True)
class Street:
    """`number` and the first word of the street, without its direction: "276 E. Napa St" is 276 and "napa"."""

    number: str
    word: str


def street_of(text: str) -> Street | None:
    """The first street address in the text, or None."""
    found = _find(fold(text))
    return None if found is None else found[0]


def before_street(text: str) -> tuple[str, str]:
    """The folded text before the street's number, and the text after its first word; all and nothing if it has none."""
    folded = fold(text)
    found = _find(folded)
    if found is None:
        return folded, ""
    return folded[: found[1]], folded[found[2] :]


def is_region(segment: str) -> bool:
    """Whether a folded segment is only a state, a postal code, a country, or nothing."""
    return _REGION.match(segment.replace(".", "").strip()) is not None


def town_with_state(segment: str) -> str | None:
    """The town of a folded "town st" or "town st 12345", or None."""
    found = _TOWN_AND_STATE.match(segment.replace(".", "").strip())
    return None if found is None else found["town"].strip()


def _find(folded: str) -> tuple[Street, int, int] | None:
    for found in _STREET.finditer(folded):
        if _NOT_A_HOUSE.search(folded[: found.start()]):
            continue
        word, end = found["word"].replace(" ", ""), found.end("word")
        if found["direction"] and word in _TYPES:
            word, end = found["direction"].strip(" ."), found.end("direction")
        if word in _NOT_A_STREET or (len(found["number"]) == 5 and is_region(word)):
            continue
        return Street(found["number"], word), found.start(), end
    return None
