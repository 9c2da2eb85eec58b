"""Splits a line about dates and hours into words and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from scrapers.reading.dates.unclear import Unclear

_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september"]
_MONTHS += ["october", "november", "december"]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Kind(Enum):
    """`NUMBER` may be a day or an hour; all others are clear. `TO` and `AND` join what is around them."""

    DATE = auto()
    DAY = auto()
    MONTH = auto()
    WEEKDAY = auto()
    YEAR = auto()
    NUMBER = auto()
    CLOCK = auto()
    LABEL = auto()
    ZONE = auto()
    TO = auto()
    AND = auto()
    APART = auto()
    IGNORED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A meaningful part of a line.

    text   `doors`, `starts`, or `ends` for a LABEL; one text for all names of a ZONE, or its offset; else as written.
    value  a DAY, a NUMBER, a YEAR, a MONTH from 1, a WEEKDAY from 0 (Monday).
    ymd    of a DATE; its year is None if not written.
    clock  of a CLOCK: hour, minute, and half as written: `a`, `p`, `noon`, `midnight`, `h` for 24 hours, or "".
    """

    kind: Kind
    text: str = ""
    value: int = 0
    ymd: tuple[int | None, int, int] | None = None
    clock: tuple[str, str | None, str] | None = None


_ZONES = {
    **dict.fromkeys(["et", "est", "edt", "eastern"], "eastern"),
    **dict.fromkeys(["ct", "cst", "cdt", "central"], "central"),
    **dict.fromkeys(["mt", "mst", "mdt", "mountain"], "mountain"),
    **dict.fromkeys(["pt", "pst", "pdt", "pacific"], "pacific"),
    **dict.fromkeys(["gmt", "bst"], "greenwich"),
    **dict.fromkeys(["cet", "cest"], "central european"),
    **dict.fromkeys(["sgt", "pht", "hkt", "awst"], "+8"),
    **dict.fromkeys(["aest", "aedt"], "australian eastern"),
    **dict.fromkeys(["acst", "acdt"], "australian central"),
    **dict.fromkeys(["nzst", "nzdt"], "new zealand"),
    **dict.fromkeys(["eet", "eest"], "eastern european"),
    **dict.fromkeys(["akst", "akdt"], "alaska"),
    "hst": "-10",
    "jst": "+9",
    "utc": "universal",
}
_LABELS = {
    **dict.fromkeys(["door", "doors", "gate", "gates", "lobby"], "doors"),
    **dict.fromkeys(["show", "shows", "showtime", "showtimes", "start", "starts", "begin", "begins"], "starts"),
    **dict.fromkeys(["event", "concert", "curtain", "game", "kickoff", "matinee", "evening", "music"], "starts"),
    **dict.fromkeys(
        [
            "performance",
            "performances",
            "screening",
            "screenings",
            "showing",
            "showings",
            "seating",
            "starting",
            "beginning",
        ],
        "starts",
    ),
    **dict.fromkeys(["end", "ends", "ending", "curfew", "finish", "close", "closes", "closing"], "ends"),
}
_IGNORED = ["a", "at", "both", "date", "dates", "from", "is", "late", "local", "of", "on", "onward", "onwards", "open"]
_IGNORED += ["opening", "opens", "prompt", "promptly", "sharp", "the", "then", "time", "times", "when", "o'clock"]
_IGNORED += ["about", "again", "also", "approx", "approximately", "around", "circa"]
_WORDS = {
    **{name[:size]: Word(Kind.MONTH, value=number) for number, name in enumerate(_MONTHS, 1) for size in (3, None)},
    "sept": Word(Kind.MONTH, value=9),
    **{name[:size]: Word(Kind.WEEKDAY, value=number) for number, name in enumerate(_WEEKDAYS) for size in (3, None)},
    **{
        name: Word(Kind.WEEKDAY, value=number) for name, number in [("tues", 1), ("weds", 2), ("thur", 3), ("thurs", 3)]
    },
    **{name: Word(Kind.ZONE, family) for name, family in _ZONES.items()},
    **{name: Word(Kind.LABEL, meaning) for name, meaning in _LABELS.items()},
    **dict.fromkeys(["to", "through", "thru"], Word(Kind.TO)),
    **dict.fromkeys(["til", "till", "until"], Word(Kind.TO, "until")),
    "and": Word(Kind.AND),
    **dict.fromkeys(["noon", "midday", "noontime"], Word(Kind.CLOCK, clock=("12", None, "noon"))),
    "midnight": Word(Kind.CLOCK, clock=("12", None, "midnight")),
    **{name: Word(Kind.IGNORED, name) for name in _IGNORED},
}

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_MONTH_SLASHED = re.compile(rf"({_MONTH}\.?\s)(\d{{1,2}})/(\d{{1,2}})(?![\d/])")
_DOTTED_RANGE = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2})\.?\s*[-–—]\s*(?=\d{1,2}\.\d{1,2}\.(20\d\d)(?!\d))")
"""`10.12.–12.12.2026`, whose first day has its year at the end."""
_YEAR_OF_RANGE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})\s?[-–—]\s?(\d{1,2})/(20\d\d)(?![\d/])")
"""`12/4-6/2026`, which has the month and the year once."""
_WHICH_SHOW = re.compile(
    r"(?<![a-z\d])(?:early|late|first|second|third|1st|2nd|3rd)\s+(?=(?:show|seating|screening|performance)(?![a-z]))"
)
_ISO_T = re.compile(r"(?:(?<=\d)|(?<![a-z\d]))t\s?([01]\d|2[0-3])[:.]?([0-5]\d)(?:[:.]?[0-5]\d)?(?!\w)")
"""`T19.00`, `T1900`"""
_HOLIDAY = re.compile(
    r"(?<![a-z])(?:new year['’]?s (?:eve|day)|christmas(?: eve| day)?|thanksgiving(?: day)?|halloween|labor day"
    r"|memorial day|independence day|valentine['’]?s day|easter(?: sunday| monday)?)(?![a-z])"
)
"""Names of days. A date must be with them, because some move."""
_SILENT = re.compile(
    r"(?:\s[-–—]\s*(?:times?\s+)?)?(?<![a-z])"
    r"(?:tba|tbd|tbc|to be (?:announced|confirmed|determined)|times? (?:vary|varies)|various(?: times)?"
    r"|all[- ]day|save the date|new date|\d+ more(?: (?:dates?|events?|shows?|times?))?)(?![a-z])"
)
"""Phrases that name neither a day nor an hour."""
_AGE = re.compile(
    r"(?<=[,;|·•/(–—-] )\d{1,2}(?:\+|\s(?:and|&)\s(?:over|up|older|under|above)(?![a-z]))(?=\s*(?:[,;.|·•/)]|$))"
)
"""Who may come: the 18+ of "8 PM, 18+"."""
_OTHER_DAY = re.compile(
    r"[,;]?\s*(?:\(\s*(?:(?:rain|snow|weather|make-?up|back-?up) (?:date|day)|was|originally|formerly"
    r"|(?:rescheduled|postponed|moved) from)\b[^()]*\)|(?<![a-z])(?:rain|snow) date\b.*)"
)
"""A day on which it would take place, or would have: `(rain date 12/6)`, `(was Nov 3)`."""
_TILL_LATE = re.compile(
    r"(?<![\d:.])([1-9]|1[01])((?:[:.]\d\d)?)\s*(?:till?|until|to|[-–—])\s*(?:late|close|closing)\b"
    rf"(?!\s+{_MONTH})"
)
"""`8 till late` is about the evening."""
_FOR = re.compile(
    r"(?<![\d:.])(\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?)\s+for\s+(?=\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m\b|\s*$))"
)
"""`7.30pm for 8pm`: people come at the first hour, and it begins at the second."""
_BETWEEN = re.compile(r"(?<![a-z])between\s+(\d[^,;&]{0,12}?|noon|midnight)\s+and\s+(?=\d|noon|midnight)")
_ISH = re.compile(r"(?<=[\dm.])\s?-?ish(?![a-z])")
_APOSTROPHE_TIL = re.compile(r"['‘’`]till?(?![a-z])")
_O_CLOCK = re.compile(r"(?<=\d)\s*o['’]clock(?=\s*[ap]\.?\s?m\b)")
_PART_OF_DAY = re.compile(r"(?<=\d)(?:\s*o['’]clock)?\s+in\s+the\s+(?:(morning)|afternoon|evening)(?![a-z])")
_WORD = re.compile(
    r"""
    (?P<iso>\d{4}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2})(?![\d/]))
      (?:[t\ ](?P<iso_hour>\d{1,2}):(?P<iso_minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?!\d|\s*[ap]\.?\s?m)
      (?P<offset>z|[+-]\d{2}:?\d{2})?)?
    | (?P<named>\d{1,2}-(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*-(?:\d{4}|\d{2})(?![\d-])
      |(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*-\d{1,2}-\d{4}(?![\d-]))
    | (?P<hyphened>\d{1,2}-\d{1,2}-(?:\d{4}|\d{2})(?![\d-]))
    | (?P<dotted>\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?![\d.]))
    | (?P<slashed>\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?(?![\d/:]|\s*[ap]\.?\s?m?\b))
    | (?P<hours24>[01]\d[0-5]\d|2[0-3][0-5]\d)\s?(?:hrs|hours|h)\b\.?
    | (?P<run>\d{3,4})\s*(?P<run_half>[ap])\.?\s?m\b\.?
    | (?P<zone>(?:gmt|utc)\s?[+−-]\s?\d{1,2}(?::?\d{2})?(?!\d))
    | (?P<clock>(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::\d{2})?|h(?P<h_minute>\d{2}))?
      (?:\s*(?P<half>[ap])\s?\.?\s?m\b\.?|(?P<letter>[ap])\b|(?<=:\d\d)\s(?P<apart_letter>p)\b|(?:(?<=\d)|(?<=12)\s)(?P<twelve>n)\b|\s*(?P<noon>noon|midday|nn)\b|\s*(?P<midnight>midnight|mn)\b
      |\s?(?P<h>h)\b|\s?(?P<hrs>(?<=:\d\d)hrs|(?<=:\d\d\s)hrs|uhr|uur|u)\b)?)(?!\w|[:.]\d)
    | (?P<stuck>\d{1,2}(?=(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?![a-z])))
    | (?P<year>\d{4}(?!\w))
    | ['’‘](?P<short_year>\d{2}(?!\w))
    | (?P<day>\d{1,2})(?:st|nd|rd|th)(?!\w)
    | (?P<word>(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?=\d)|[a-z]+(?:['’]clock)?(?![a-z\d]))\.?
    | (?P<to>[-–—―‐‑‒−~～〜∼－→])
    | (?P<and>[&+])
    | (?P<apart>[,/|;:.()\[\]·•@])
    | \s+
    """,
    re.VERBOSE,
)


def words_of(line: str, *, day_first: bool | None = None) -> list[Word]:
    """The words of a line in any case. Raises Unclear for a time with a UTC offset, whose local day is unknown."""
    text = _simplified(line.lower())
    words: list[Word] = []
    position = 0
    while position < len(text):
        found = _WORD.match(text, position)
        if found is None:
            words.append(Word(Kind.UNKNOWN, text[position : position + 20]))
            return words
        position = found.end()
        if not found[0].isspace():
            words += _read(found, day_first)
    return words


def _simplified(text: str) -> str:
    """The text without what says nothing, and with phrases in the words that `_WORD` knows."""
    for pattern in (_OTHER_DAY, _HOLIDAY, _SILENT, _AGE, _ISH):
        text = pattern.sub(" ", text)
    text = _WHICH_SHOW.sub("", text)
    text = _YEAR_OF_RANGE.sub(r"\1/\2/\4 - \1/\3/\4", _ISO_T.sub(r" \1:\2", text))
    text = _DOTTED_RANGE.sub(r"\1.\2 - ", text)
    text = _BETWEEN.sub(r"\1 to ", _O_CLOCK.sub(" ", text))
    text = _PART_OF_DAY.sub(lambda found: "am" if found[1] else "pm", text)
    text = _TILL_LATE.sub(r"\1\2pm", _APOSTROPHE_TIL.sub("till", text))
    return _MONTH_SLASHED.sub(r"\1\2 & \3", _FOR.sub(r"doors \1 / show ", text))


def _read(found: re.Match[str], day_first: bool | None) -> list[Word]:
    if found["iso"]:
        return _iso(found)
    if ymd := _whole_date(found, day_first):
        return [Word(Kind.DATE, ymd=ymd)]
    if found["hours24"]:
        return [Word(Kind.CLOCK, clock=(found["hours24"][:2], found["hours24"][2:], "h"))]
    if found["run"]:
        return [Word(Kind.CLOCK, clock=(found["run"][:-2], found["run"][-2:], found["run_half"]))]
    if found["clock"]:
        return [_clock(found)]
    if found["year"] or found["short_year"]:
        return [Word(Kind.YEAR, value=int(found["year"] or 2000 + int(found["short_year"])))]
    if found["day"] or found["stuck"]:
        return [Word(Kind.DAY, value=int(found["day"] or found["stuck"]))]
    if found["zone"]:
        return [Word(Kind.ZONE, re.sub(r"gmt|utc|\s", "", found["zone"]))]
    if found["word"]:
        word = found["word"].replace("’", "'")
        return [_WORDS.get(word) or Word(Kind.UNKNOWN, word)]
    kind = next(kind for kind in (Kind.TO, Kind.AND, Kind.APART) if found[kind.name.lower()])
    return [Word(kind, found[0])]


def _iso(found: re.Match[str]) -> list[Word]:
    if found["offset"]:
        raise Unclear("a time with a UTC offset, whose local day is unknown,")
    year, month, day = (int(part) for part in re.split("[-/]", found["iso"]))
    clock = (found["iso_hour"], found["iso_minute"], "h")
    return [Word(Kind.DATE, ymd=(year, month, day)), *([Word(Kind.CLOCK, clock=clock)] if found["iso_hour"] else [])]


def _whole_date(found: re.Match[str], day_first: bool | None) -> tuple[int | None, int, int] | None:
    if found["dotted"]:
        parts = [int(part) for part in found["dotted"].split(".")]
        month_first = day_first is False or parts[1] > 12 >= parts[0]
        return _slashed(parts, day_first=not month_first)
    if found["named"]:
        return _named(found["named"].split("-"))
    numbers = found["hyphened"] or found["slashed"]
    return _slashed([int(part) for part in re.split("[-/]", numbers)], day_first=bool(day_first)) if numbers else None


def _named(parts: list[str]) -> tuple[int, int, int]:
    """`04-Dec-2026` and `Dec-4-2026`"""
    day, month = (parts[0], parts[1]) if parts[0].isdigit() else (parts[1], parts[0])
    year = int(parts[2])
    return (year if year > 99 else 2000 + year), _WORDS[month[:3]].value, int(day)


def _slashed(numbers: list[int], *, day_first: bool) -> tuple[int | None, int, int]:
    month, day = (numbers[1], numbers[0]) if day_first else (numbers[0], numbers[1])
    if len(numbers) < 3:
        return None, month, day
    return (numbers[2] if numbers[2] > 99 else 2000 + numbers[2]), month, day


def _clock(found: re.Match[str]) -> Word:
    minute = found["minute"] or found["h_minute"]
    named = next((name for name in ("noon", "midnight") if found[name]), "")
    named = "noon" if found["twelve"] else named
    half = (
        found["half"]
        or found["letter"]
        or found["apart_letter"]
        or named
        or ("h" if found["h"] or found["hrs"] or found["h_minute"] else "")
    )
    if not minute and not half:
        return Word(Kind.NUMBER, value=int(found["hour"]))
    return Word(Kind.CLOCK, clock=(found["hour"], minute, half))
