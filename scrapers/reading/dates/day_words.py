"""Splits a text about dates into meaningful tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from scrapers.reading.dates.doubt import Doubt

_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september"]
_MONTHS += ["october", "november", "december"]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WORDS: dict[str, tuple[Literal["month", "weekday", "to"], int]] = {
    **{name[:length]: ("month", number) for number, name in enumerate(_MONTHS, 1) for length in (3, len(name))},
    "sept": ("month", 9),
    **{name[:length]: ("weekday", number) for number, name in enumerate(_WEEKDAYS) for length in (3, len(name))},
    "tues": ("weekday", 1),
    "weds": ("weekday", 2),
    "thur": ("weekday", 3),
    "thurs": ("weekday", 3),
    **dict.fromkeys(["to", "through", "thru", "till", "until"], ("to", 0)),
}
ZONE_NAMES = frozenset(["bst", "cdt", "cst", "ct", "edt", "est", "et", "gmt", "mdt", "mst", "mt", "pdt", "pst", "pt"])
"""Zone names after an hour. They are ignored, since the source's own zone is known more exactly."""
_IGNORED = (
    ZONE_NAMES
    | frozenset(
        [
            "and",
            "at",
            "date",
            "dates",
            "doors",
            "event",
            "from",
            "midnight",
            "noon",
            "of",
            "on",
            "show",
            "showtime",
            "starts",
        ]
    )
    | {"tba", "tbc", "tbd", "the", "time", "when"}
)
_HOUR = r"\d{1,2}(?:[:.]\d{2})?"
_AM_PM = r"\s*[ap]\.?\s?m\b\.?"
_TOKEN = re.compile(
    rf"""
    (?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}}(?!\d))
      (?:[T\ ]\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?P<zone>Z|[+-]\d{{2}}:?\d{{2}})?)?
    | (?P<clock>(?:{_HOUR}\s*(?:-|–|—|to)\s*)?{_HOUR}{_AM_PM} | \d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\d))
    | (?P<dotted>\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?!\d))
    | (?P<slashed>\d{{1,2}}/\d{{1,2}}(?:/(?:\d{{4}}|\d{{2}}))?(?![\d/]))
    | (?P<year>\d{{4}}(?![\w]))
    | '(?P<short_year>\d{{2}}(?![\w]))
    | (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w])
    | (?P<word>[a-z]+)\.?
    | (?P<to>[-–—])
    | [\s,&/|+;·•@():]
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One meaningful part of a text.

    kind and value: `day` 1 to 31, `month` 1 to 12, `year`, `weekday` 0 (Monday) to 6, and `to`. A `date` has year,
    month, and day in `ymd`; its year is None if not written.
    """

    kind: Literal["date", "day", "month", "year", "weekday", "to"]
    value: int = 0
    ymd: tuple[int | None, int, int] | None = None


def tokens_of(text: str, *, day_first: bool) -> list[Token]:
    """The tokens of a text, without hours and the words that join them to a day. Raises Doubt for anything else."""
    tokens: list[Token] = []
    position, after_clock = 0, False
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise Doubt(f"can't read {text[position : position + 20]!r}")
        position = found.end()
        if found["clock"]:
            while tokens and tokens[-1].kind == "to":
                tokens.pop()
            after_clock = True
            continue
        token = _token(found, day_first)
        if token is not None:
            tokens.append(token)
    while after_clock and tokens and tokens[-1].kind == "to":
        tokens.pop()
    return tokens


def _token(found: re.Match[str], day_first: bool) -> Token | None:
    kind = found.lastgroup
    if found["iso"]:
        if found["zone"]:
            raise Doubt("a time with a UTC offset, whose local day is unknown,")
        year, month, day = (int(part) for part in found["iso"].split("-"))
        return Token("date", ymd=(year, month, day))
    if found["dotted"]:
        day, month, year = (int(part) for part in found["dotted"].split("."))
        return Token("date", ymd=(year, month, day))
    if found["slashed"]:
        return Token("date", ymd=_slashed([int(part) for part in found["slashed"].split("/")], day_first))
    if kind == "year":
        return Token("year", int(found["year"]))
    if kind == "short_year":
        return Token("year", 2000 + int(found["short_year"]))
    if kind == "day":
        return Token("day", int(found["day"]))
    if kind == "to":
        return Token("to")
    return _worded(found["word"].lower()) if kind == "word" else None


def _slashed(numbers: list[int], day_first: bool) -> tuple[int | None, int, int]:
    month, day = (numbers[1], numbers[0]) if day_first else (numbers[0], numbers[1])
    if len(numbers) < 3:
        return None, month, day
    return (numbers[2] if numbers[2] > 99 else 2000 + numbers[2]), month, day


def _worded(word: str) -> Token | None:
    if word in _WORDS:
        kind, value = _WORDS[word]
        return Token(kind, value)
    if word in _IGNORED:
        return None
    raise Doubt(f"unknown word {word!r}")
