"""Finds where a page's text names dates and hours. Whether they make sense is for the parsers in `reading.dates`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from scrapers.reading.dates.languages import MONTHS, english_names
from scrapers.reading.status.words import MARKS

MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
MONTH += r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
WEEKDAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r?s?|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_YEAR = r"(?:(?:19|20)\d\d(?!\d|\s*(?:hrs?|hours|h)\b)|['’]\d\d(?!\d))"
_BETWEEN = r"[\s,.|/·•∙\u200b-]"
"""What stands between the parts of a date, also where each part is an element of its own."""
_GAP = _BETWEEN + r"{1,5}"
_SMALL_GAP = _BETWEEN + r"{0,5}"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?!\d|[:.]\d|\s*[ap]\s?\.?\s?m\b|(?:st|nd|rd|th)\w)"
_NUMERIC = (
    r"(?:(?<![\d/.$-])\d{1,2}/\d{1,2}\s?[-–—]\s?\d{1,2}/20\d\d(?![\d/])"
    r"|(?<![\d/.$-])\d{1,2}/\d{1,2}(?:/(?:20\d\d|\d\d))?(?![\d/]|\s*[ap]\.?m\b)"
    r"|(?<![\d/.$-])(?:\d{1,2}\.\d{1,2}\.?\s?[-–—]\s?)?\d{1,2}\.\d{1,2}\.20\d\d(?!\d)"
    r"|(?<![\d/.$-])(?:\d{1,2}-\d{1,2}-(?:20)?\d\d|\d{1,2}\.\d{1,2}\.\d\d)(?!\d)"
    r"|(?<![\d/.-])20\d\d(?:-\d\d-\d\d|/\d{1,2}/\d{1,2})(?![\d/]))"
)
_NUMERIC_AFTER_TO = r"(?<=[-–—])\d{1,2}/\d{1,2}(?:/(?:20\d\d|\d\d))?(?![\d/]|\s*[ap]\.?m\b)"
_AND = r"(?:\s*(?:,\s*(?:and|&)|[-–—−~～〜→&/+]|to|and|until|till|thru|through|tot|bis|a|til)\s*)"
_JOIN = rf"(?:{_AND}|\s*,\s*)"
_TIME = (
    r"(?:\d{1,2}(?:[:.]\d\d)?\s*[ap]\s?\.?\s?m\b\.?|\d{1,2}(?::|\.(?=\d\d\s*(?:h|uur|uhr)\b))\d\d(?!\d|/)"
    r"|\d{1,2}h\d\d\b|(?<=à )\d{1,2} ?h(?:eures?)?\b|(?<![a-z])(?:12\s*)?(?:noon|midnight)\b)"
)
_NO_DAY_AFTER = r"(?<!\d{4})(?<!['’]\d\d)"
"""After a year, a number without its own month or year is an hour: "March 3, 2027, 7-9 PM"."""
_NOT_AN_HOUR = (
    r"(?!\s*o['’]clock|(?:(?<=,12)|(?<=, 12))\s*(?:noon|midnight)\b"
    rf"|\s*(?:[-–—−~&+]|to|and|until|till?)\s*(?:{_TIME}|\d{{1,2}}\s*o['’]clock)(?!\.?,? (?:on )?{MONTH}\b))"
)
"""The first of two hours, whose a.m. or p.m. follows the second: the 7 of "March 3, 7-9 PM"."""
_AT = r"\s+(?:at|in|on|from|with|for|only)\b(?!\s+the\s+(?:morning|afternoon|evening))"
_NAME = r"(?<=\d)\s+(?-i:[A-Z])|\s*\("
"""What may follow "Dec 4 & 5", though not "Dec 4, 5": the number of "Dec 4, 12 Quay Rd" isn't a day."""
_HOUR_OF_DATE = rf"(?: ?[,@|·•]| at\b| from\b)? ?{_TIME}"
_NUMBERS = re.compile(rf"(?:{_JOIN}\d{{1,2}}(?:st|nd|rd|th)?)+", re.IGNORECASE)
_JOINED_BY_AND = re.compile(r"(?:\s*(?:,?\s*and\b|[&+])\s*\d{1,2})+", re.IGNORECASE)
_SLASHED_AND_NUMBER = re.compile(r".*\d/\d+\s?[,–—-]\s?\d+")
"""`12/4-6`: the 6 is a day if an hour follows, so that belongs to the text."""
_RANGE_AFTER_COMMA = re.compile(r"\s*,\s*(\d{1,2})\s?[-–—]\s?(\d{1,2})")
_NOON = 12
_ONE_AFTER_COMMA = re.compile(r"\s*,\s*\d{1,2}")
_NUMBER = re.compile(r"\d+")
_HOUR_FOLLOWS = re.compile(rf"[\s,@|·•]*(?:(?:at|from) )?{_TIME}", re.IGNORECASE)
_THROUGH = r" ?(?:[-–—−~→]|to|until|till?|thru|through) ?"
"""Between two dates with hours, on one line: "March 3 @ 5 pm - March 9 @ 9 pm", as The Events Calendar writes."""
_LABEL = r"(?:\b(?:doors?|shows?|starts?|open)\b(?:\s*(?:open|times?|at|[:@-]))*\s*)?"
TIMES = re.compile(
    rf"{_LABEL}(?:(?<!\d)\d{{1,2}}(?:[:.]\d\d)?\s*[-–—]\s*)?{_TIME}(?:{_JOIN}{_LABEL}{_TIME})*",
    re.IGNORECASE,
)
"""Hours with their labels and ranges: `Doors 6pm / Show 7pm`, `5-8 p.m.`, `19:30`, `noon`."""
_ORDINAL = re.compile(r"[^\W\d_]+\.? \d{1,2}(?:st|nd|rd|th)|\d{1,2}(?:st|nd|rd|th)(?: of)? [^\W\d_]+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_JOINED = re.compile(r"\d[/.-]\d")
_BEFORE = 200
"""Characters of a date before its month: a weekday and a list of days at most."""
_NO_DATE = 250
"""What follows the last month of a date is shorter."""
_LABELS_BEFORE = 60
"""Characters of hours before the first one that says so: its labels, and the start of a range."""
_LEADS = ("at", "from", "starts at", "starting at")
_SEPARATORS = ("-", "–", "—", ":", "|", ",", ";", "·", "•", "(", "@", "\n")
_NUMBER_OF_HOUR = re.compile(r"\d(?:[:.hH]\d\d| ?[hH](?i:eures?)?\b|\s*[aApP]\s?\.?\s?[mM])")
"""Of every hour in numbers. Without a flag for case, it is found several times as fast."""
YEAR = re.compile(r"(?<![\d/.-])20\d\d(?![\d/-])")
_HAS_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[/.-]\d\d?[/.-]\d\d|['’]\d\d")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in a page's text, from `start` to `end`.

    written   as on the page, on one line.
    text      the same with the English names of months and weekdays.
    former    the old date at this place, if `written` is the new one of a notice further on: "Postponed to".
    anchor    of a list of dates, where its first one ends; else 0.
    parts     of a list whose dates have hours of their own, each date with its hours, as in `text`.
    but       what the page says of days of a range that aren't the event's: "except Dec 25".
    """

    start: int
    end: int
    written: str
    text: str
    former: str = ""
    anchor: int = 0
    parts: tuple[str, ...] = ()
    but: str = ""

    @property
    def has_year(self) -> bool:
        return _has_year(self.text)


@lru_cache(maxsize=4096)
def _has_year(text: str) -> bool:
    return _HAS_YEAR.search(text) is not None


def dates_in(text: str, language: str = "") -> Iterator[Mention]:
    """Every date in a text, in order. `language`: of the page, as in `lang`; English is always understood.

    A date that spans several lines must fill them: a card's month and day may each have an element, but "20" at a
    line's end and "May 15" on the next line are not one date.
    """
    pattern, names = _pattern(language)
    position = 0
    for begin, stop in _near_dates(text, _month_names(language)):
        position = max(position, begin)
        while (found := pattern.search(text, position, stop)) is not None:
            end = found.end()
            if "\n" in found[0] and not _fills_lines(text, found.start(), end):
                limit = text.index("\n", found.start())
                again = pattern.match(text, found.start(), limit)
                if again is None:
                    position = limit + 1
                    continue
                found, end = again, again.end()
            if not _is_list(found):
                end = found.end("first")
            line = " ".join(text[found.start() : end].split())
            hour = _HOUR_FOLLOWS.match(text, end) if _SLASHED_AND_NUMBER.fullmatch(line) else None
            yield Mention(found.start(), end, line, _in_english(line, names) + (hour[0] if hour else ""))
            position = max(end, position + 1)


def _near_dates(text: str, months: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The parts of a text in which dates can be, in order: around what each date has, a month's name or two numbers
    that a slash, period, or hyphen joins. Looking for these first is thirty times as fast as the whole pattern."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(one if len(one.lower()) > 1 else one.lower() for one in text)
    places = sorted(
        [*(one.start() for one in _JOINED.finditer(text)), *(one for name in months for one in _all(name, lower))]
    )
    begin = stop = 0
    for place in places:
        if place > stop and stop:
            yield begin, stop
            stop = 0
        begin = begin if stop else max(0, place - _BEFORE)
        stop = place + _NO_DATE
    if stop:
        yield begin, stop


def _all(name: str, text: str) -> Iterator[int]:
    place = text.find(name)
    while place >= 0:
        yield place
        place = text.find(name, place + 1)


@cache
def _month_names(language: str) -> tuple[str, ...]:
    """The beginnings of English months, and the language's own names."""
    own = [name for name, english in english_names(language).items() if english in MONTHS]
    return tuple(dict.fromkeys([*map(str.lower, MONTHS), *own]))


def _is_list(found: re.Match[str]) -> bool:
    """Whether what follows a date are further dates. Numbers that don't ascend aren't ("Dec 4, 2"); neither is what may
    be hours, unless an hour follows: "Dec 4, 10-12", a single number after a weekday's date ("Fri, Dec 4, 7"), and one
    after a date in numbers ("12/4 - 6")."""
    following = found[0][found.end("first") - found.start() :]
    if _NUMBERS.fullmatch(following) is None:
        return True
    if not _WORD.search(found["first"]):
        hour_follows = _HOUR_FOLLOWS.match(found.string, found.end()) is not None
        return "/" in following or hour_follows or _JOINED_BY_AND.fullmatch(following) is not None
    if (pair := _RANGE_AFTER_COMMA.fullmatch(following)) and int(pair[1]) < int(pair[2]) <= _NOON:
        return _HOUR_FOLLOWS.match(found.string, found.end()) is not None
    if found["weekday"] and _ONE_AFTER_COMMA.fullmatch(following):
        return _HOUR_FOLLOWS.match(found.string, found.end()) is not None
    days = [int(number) for number in _NUMBER.findall(found["first"])[-1:] + _NUMBER.findall(following)]
    return days == sorted(set(days))


def find_times(text: str) -> re.Match[str] | None:
    """The first hours in a text."""
    return next(times_in(text), None) if may_have_hours(text) else None


def may_have_hours(text: str) -> bool:
    """Whether a text has what all hours have. Most texts don't, and this look is twenty times as fast."""
    return _NUMBER_OF_HOUR.search(text) is not None or _names_hour(text)


def _names_hour(text: str) -> bool:
    lower = text.lower()
    return "noon" in lower or "midnight" in lower


def times_in(text: str) -> Iterator[re.Match[str]]:
    """The hours in a text, in order."""
    found = TIMES.finditer(text) if _names_hour(text) else _times_near_numbers(text)
    return (one for one in found if _DIGIT.search(one[0]) or not _is_name(one))


def _times_near_numbers(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while (number := _NUMBER_OF_HOUR.search(text, position)) is not None:
        found = TIMES.search(text, max(position, number.start() - _LABELS_BEFORE))
        if found is None:
            return
        yield found
        position = found.end()


def _is_name(hour: re.Match[str]) -> bool:
    """Whether "noon" or "midnight" is a word of a name: "High Noon", "Midnight Mass"; not in "Noon - Lecture"."""
    before, after = hour.string[: hour.start()].rstrip(), hour.string[hour.end() :].lstrip()
    if before:
        return before.lower() not in _LEADS and not before.endswith((*_SEPARATORS, *"0123456789", " at", " from"))
    return bool(after) and not after.startswith(_SEPARATORS)


def is_woven(date: Mention, text: str) -> bool:
    """Whether a date is a part of the words that follow it: "May 4th Be With You", "4th of July Parade"."""
    after = text[date.end : date.end + 2]
    return _ORDINAL.fullmatch(date.text) is not None and after[:1] == " " and after[1:].isalpha()


@cache
def _pattern(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    names = english_names(language)
    month = _named(MONTH, [name for name, english in names.items() if english in MONTHS])
    weekday = _named(WEEKDAY, [name for name, english in names.items() if english not in MONTHS])
    month_first = rf"{month}{_SMALL_GAP}{_DAY}(?:{_GAP}{_YEAR})?"
    of_range = rf"{_DAY}(?: ?[-–—] ?{_DAY})?"
    days = rf"(?:{of_range},\s*){{0,9}}{of_range}(?![/\w]|\s*,){_JOIN}{of_range}(?:\s+(?:of|de))?[ .]{{0,2}}{month}"
    month_first_after = rf"{_GAP}{_DAY}(?![/\w]){_NOT_AN_HOUR}(?!{_SMALL_GAP}(?:of\s|de\s)?{month})"
    day = rf"{_DAY}(?:\s+(?:of|de))?{_SMALL_GAP}{month}(?!{month_first_after})"
    at_line_start = rf"(?:(?m:^)|(?<=[;|•] ))(?:{of_range},\s*){{1,9}}{of_range}(?:\s+(?:of|de))?[ .]{{0,2}}{month}"
    day_first = rf"(?<![\d:/.$€£])(?:{days}|{at_line_start}|{day})(?:{_GAP}(?:de\s+)?{_YEAR})?"
    hyphened = rf"(?<![\d-])\d{{1,2}}-{month}-(?:20)?\d\d(?![\d-])"
    date = rf"(?:{hyphened}|{month_first}|{day_first}|{_NUMERIC})"
    one = rf"(?:{weekday}{_GAP})?{date}"
    number = rf"{_DAY}(?![/\w]){_NOT_AN_HOUR}"
    ends = _end_of_day(month, weekday)
    month_follows = rf"{_DAY}{_SMALL_GAP}{month}{_GAP}{_DAY}"
    another = rf"{_JOIN}(?!{month_follows})(?:{one}|{_NUMERIC_AFTER_TO}|{number}{_GAP}{_YEAR})"
    joined = rf"{another}|{_NO_DAY_AFTER}{_AND}(?:{weekday}{_GAP})?{number}(?={ends}|{_AT}|{_NAME})"
    comma = rf"{_NO_DAY_AFTER}\s*,\s*(?:{weekday}{_GAP})?{number}"
    more = rf"(?:(?:{joined}|{comma}(?={ends}))(?:{joined}|{comma}(?={ends}|{_AT}))*)?"
    weekday_last = rf"(?:{_GAP}{weekday}(?!{_GAP}(?:{month}|\d)))?"
    span = rf"{_HOUR_OF_DATE}{_THROUGH}{one}(?:{_HOUR_OF_DATE})?"
    weekdays = rf"(?:{weekday} ?(?:[-–—]|to|thru|through) ?)?{weekday}{_GAP}"
    first = rf"(?P<first>(?P<weekday>{weekdays})?{date}{weekday_last})"
    initials = "".join(sorted({name[0] for name in names} | set("adfjmnostw")))
    begins = rf"(?:(?=\d)|(?<![a-z])(?=[{initials}]))"
    return re.compile(rf"{begins}{first}(?:{span}|{more}(?:{_GAP}{_YEAR})?)", re.IGNORECASE), names


def _end_of_day(month: str, weekday: str) -> str:
    """What follows a number that is one more day: the line's end, a separator, an hour, or another date. A word, a `+`,
    or a currency makes it something else: "Dec 4, 18+", "Dec 4 & 2 guests"."""
    bare = r"(?:at|@) ?\d{1,2}(?::\d\d)?\s*(?:\Z|\n|[,;.)&]|and\b)"
    hour = rf"(?:(?:at|from|@)\s+|\()?{_LABEL}{_TIME}|{bare}"
    separator = r"[,.;:|·•∙@)\]](?!\S)|[-–—−~|]+\s+(?!late|clos)[^\W\d]"
    said = rf"/? ?(?:except(?:ing)?|excluding|closed|dark|no|not)\b|[(–—-]? ?{MARKS}"
    more = rf"[\s(/·|]*(?:{month}|{weekday}|{_YEAR})|(?!\+){_JOIN}(?:{month}|{weekday}|\d)"
    return rf"\s*(?:\Z|\n|{separator}|{hour}|{said}|{more})"


def _named(english: str, names: Sequence[str]) -> str:
    own = "".join(f"|{re.escape(name)}" for name in sorted(names, key=len, reverse=True))
    return rf"(?<![a-z])(?:{english}{own})(?![a-z])\.?"


def _fills_lines(text: str, start: int, end: int) -> bool:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    line_end = text.find("\n", end)
    after = text[end : len(text) if line_end < 0 else line_end]
    return not before.strip() and not _WORD.search(after)


def in_english(line: str, language: str) -> str:
    """A text with the English names of months and weekdays. `language`: of the page."""
    return _in_english(line, _pattern(language)[1])


def _in_english(line: str, names: dict[str, str]) -> str:
    if names:
        line = " ".join(_WORD.sub(lambda word: names.get(word[0].lower(), word[0]), line).replace(" de ", " ").split())
    return line.strip(" ,.|/·•-\u200b")
