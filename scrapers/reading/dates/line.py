"""Separates the dates in a line from its hours, since people write both in one text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from scrapers.reading.dates.spans import showing_span
from scrapers.reading.dates.unclear import Unclear
from scrapers.reading.dates.words import Kind, Word, words_of

_DATES = (Kind.DATE, Kind.DAY, Kind.MONTH, Kind.WEEKDAY, Kind.YEAR)
_EITHER = (Kind.NUMBER, Kind.UNKNOWN)
_JOINTS = (Kind.TO, Kind.AND)
_SPACE = (Kind.APART, Kind.IGNORED, *_JOINTS)
_LONGEST = 500
"""Characters. Longer texts are paragraphs, and comparing each word with its neighbors would take too long."""


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a line that are about dates, and those about hours.

    A number that may be a day or an hour is in both, and so is an unknown word: neither parser guesses.
    hours_per_date  hours are between dates, so they don't belong to all of them: "Dec 4 at 7pm, Dec 5 at 2pm".
    ends_after      for one showing from a day to the same or the next day, so many days; None for anything else.
    """

    dates: tuple[Word, ...]
    hours: tuple[Word, ...]
    hours_per_date: bool
    ends_after: int | None = None


@lru_cache(maxsize=256)
def read_line(text: str, *, day_first: bool | None = None) -> Line:
    """Raises Unclear for a time with a UTC offset, whose local day is unknown, and for a paragraph."""
    if len(text) > _LONGEST:
        raise Unclear(f"{len(text)} characters")
    written = words_of(text, day_first=day_first)
    if _is_end_alone(written):
        raise Unclear("an end without a start")
    words = _with_numbers(written)
    if not any(word.kind in _DATES and word.kind is not Kind.YEAR for word in words):
        return Line(tuple(word for word in words if _is_date(word)), tuple(words), hours_per_date=False)
    if (span := showing_span(words)) is not None:
        return Line(span.dates, span.hours, hours_per_date=False, ends_after=span.days)
    dates: list[Word] = []
    hours: list[Word] = []
    per_weekday = _has_hours_per_weekday(words)
    for index, word in enumerate(words):
        if per_weekday and word.kind is Kind.WEEKDAY and any(one.kind in (Kind.DATE, Kind.DAY) for one in dates):
            continue
        before, after = _nearest(words[:index][::-1]), _nearest(words[index + 1 :])
        if word.kind in _JOINTS:
            between_dates = _is_date(after) and any(_is_date(one) for one in words[:index])
            open_date = after is None and _is_date(before)
            dates += [word] if word.kind is Kind.TO and (between_dates or open_date) else []
            hours += [word] if _is_hour(before) and (after is None or _is_hour(after)) else []
        else:
            dates += [word] if _is_date(word) else []
            hours += [word] if not _is_date(word) or word.kind in _EITHER else []
    return Line(tuple(dates), tuple(hours), "DHD" in _alternation(words) or per_weekday)


def _is_end_alone(words: list[Word]) -> bool:
    """`Thru Jan 3`, `Until Dec 20`, `Ends Sunday`: when it began isn't said. A dash may be a skin's separator."""
    seen = [word for word in words if word.kind not in (Kind.APART, Kind.IGNORED)]
    if len(seen) < 2 or not _is_day(seen[1]):
        return False
    return (seen[0].kind is Kind.TO and seen[0].text in ("", "until")) or (seen[0].kind, seen[0].text) == (
        Kind.LABEL,
        "ends",
    )


def _is_day(word: Word) -> bool:
    return word.kind in (Kind.DATE, Kind.DAY, Kind.MONTH, Kind.WEEKDAY)


def _is_date(word: Word | None) -> bool:
    return word is not None and word.kind in (*_DATES, *_EITHER)


def _is_hour(word: Word | None) -> bool:
    return word is not None and word.kind not in (*_DATES, *_SPACE)


def _nearest(words: list[Word]) -> Word | None:
    return next((word for word in words if word.kind not in _SPACE), None)


def _alternation(words: list[Word]) -> str:
    letters = ["D" if word.kind in (Kind.DATE, Kind.DAY) else "H" for word in words if _is_day_or_clock(word)]
    return "".join(letter for letter, _ in groupby(letters))


def _has_hours_per_weekday(words: list[Word]) -> bool:
    """`Saturday 10am-4pm, Sunday 11am-3pm`"""
    letters = ["W" if word.kind is Kind.WEEKDAY else "H" for word in words if word.kind in (Kind.WEEKDAY, Kind.CLOCK)]
    return "WHWH" in "".join(letter for letter, _ in groupby(letters))


def _is_day_or_clock(word: Word) -> bool:
    return word.kind in (Kind.DATE, Kind.DAY, Kind.CLOCK)


def _with_numbers(words: list[Word]) -> list[Word]:
    """The words with each number as a day or an hour where the words around it decide, and a leading "until" as a
    label."""
    has_month = any(word.kind is Kind.MONTH for word in words)
    decided: list[Word] = []
    for index, word in enumerate(words):
        if word.kind is Kind.NUMBER:
            decided.append(_day_or_hour(word, decided, words[index + 1 :], has_month=has_month))
        elif word.text == "until" and not _is_hour(_nearest(decided[::-1])) and not _joins_days(decided, words, index):
            decided.append(Word(Kind.LABEL, "ends"))
        else:
            decided.append(word)
    return decided


def _joins_days(before: list[Word], words: list[Word], index: int) -> bool:
    """`Dec 5 until Dec 12`, `5 Dec until 12 Dec`; not `Dec 5 until 10 PM`."""
    last, following = _nearest(before[::-1]), _nearest(words[index + 1 :])
    if last is None or following is None or not _is_day(last):
        return False
    return _is_day(following) or (following.kind is Kind.NUMBER and _is_before_month(words[index + 2 :]))


def _day_or_hour(number: Word, before: list[Word], after: list[Word], *, has_month: bool) -> Word:
    """A number next to a month is a day. One after "doors", "at", or an hour, or joined to an hour ("7 - 9 PM"), is an
    hour. Others are days if the line has a month; but what a number after a year means is unclear."""
    day = replace(number, kind=Kind.DAY)
    if (before and before[-1].kind is Kind.MONTH) or _is_before_month(after):
        return day
    if _is_after_hours(before) or _is_joined_to_hour(after):
        return Word(Kind.CLOCK, clock=(str(number.value), None, ""))
    last = _nearest(before[::-1])
    if last is not None and last.kind in (Kind.DATE, Kind.DAY) and _follows_slashed_date(before, after):
        return day
    return day if has_month and (last is None or last.kind is not Kind.YEAR) else number


def _follows_slashed_date(before: list[Word], after: list[Word]) -> bool:
    """`12/4 & 6`, and `12/4-6` or `12/4, 6` if an hour follows."""
    if not any(word.kind is Kind.DATE for word in before):
        return False
    return before[-1].kind is Kind.AND or any(word.clock is not None and word.clock[2] for word in after)


def _is_before_month(after: list[Word]) -> bool:
    """`8 Oct` and `8 of October`, but not the 8 of `Doors 8, Oct 9` or `at 8 Oct 9`."""
    following = [word for word in after if word.text != "of"][:2]
    kinds = [word.kind for word in following]
    return kinds[:1] == [Kind.MONTH] and kinds[1:] not in ([Kind.NUMBER], [Kind.DAY])


def _is_after_hours(before: list[Word]) -> bool:
    if len(before) > 1 and before[-1].kind in _JOINTS and before[-2].kind is Kind.CLOCK:
        return True
    for word in reversed(before):
        if word.kind is Kind.LABEL or word.text in ("at", "@"):
            return True
        if word.kind is not Kind.IGNORED and word.text != ":":
            return False
    return False


def _is_joined_to_hour(after: list[Word]) -> bool:
    return len(after) > 1 and after[0].kind in _JOINTS and after[1].clock is not None
