"""Decides whether a notice in a description is about the event itself: not another date, and not its parking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from core.items import Occurrence

_OFF = re.compile(
    r"\b(?:cancell?ed|cancel|postponed|postpone|ppd|re-?scheduled|called off|will (?:not|no longer)|won['’]t"
    r"|no (?=[\w ]{1,20}\b(?:today|tonight|this)\b))\b",
    re.I,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?(?!\d|:\d)(?! ?[ap]\.?m)"
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\b\.? (?P<days>{_NUMBER}(?:(?:\s?(?:,|&|\band\b|-|–)\s?)+{_NUMBER})*)", re.I)
_DAY_FIRST = re.compile(rf"\b(?P<days>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?! \d{{1,2}}\b)", re.I)
_IN_FIGURES = re.compile(r"(?<![\d/])(?:(?:19|20)\d\d-)?(?P<month>\d{1,2})[/-](?P<days>\d{1,2})(?![\d-])")
_OF_THE_MONTH = re.compile(r"\bon the (\d{1,2})(?:st|nd|rd|th)\b", re.I)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?s?(?:['’]s)?\b", re.I)
_UPDATE = re.compile(r"\A[*!\s]*(?:update|updated|note|notice|alert)\W{0,2}\s?[\d/-]+[ :–—-]+", re.I)
_THIS_ONE = re.compile(
    r"\A(?:\W*(?:please note|note|notice|update|we \w+ that|due to [^,]+|unfortunately|sorry)[:,]?)*\W*(?:that )?"
    r"(?:this|tonight['’]s|today['’]s)\s(?!(?:mon|tues|wednes|thurs|fri|satur|sun)day)",
    re.I,
)
_ONLY_DATES = re.compile(
    r"\W*(?:dates?|days?|sessions?|class(?:es)?|shows?|performances?)?\W*(?:on|for)?\W*"
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
    rf"(?=(?:the )?{_MONTH}\b\.? \d|\d{{1,2}}/\d)",
    re.I,
)
_OURS = r"(?:this|that|the|our|tonight['’]s|today['’]s|each|any)"
_PART = re.compile(
    r"\b(?:child ?care|baby-?sitting|parking|valet|shuttles?|buses|transportation"
    r"|interpret(?:ation|ing|ers?)|captioning"
    r"|live-?streams?|streaming|broadcast|registration|ticket sales?|catering|refreshments|food trucks?"
    r"|meet[ -](?:and|&|n)[ -]greets?|pre-?show|after-?party|coat check|book signing|opening act|support act)\b"
    rf"|\b(?:for|of|at|from|during) (?:this|tonight['’]s|today['’]s) "
    rf"|\b(?:following|after|before|preceding|accompanying|prior to) {_OURS} "
    r"|\b(?<!this )(?<!tomorrow )(?:morning|afternoon|midday|noon|late-night|midnight)(?: \w+)? "
    r"(?:session|class|show|performance|screening|concert|half|part|service|program|workshop)s?\b",
    re.I,
)
"""What can be canceled of an event that takes place: `Child care for this event`, `The morning session`."""
_OTHERS_GO_ON = re.compile(
    r"\A(?:(?:all|the) )?(?:other|remaining|rest|festival|fair|event|concert|show|performance|program|meeting)\b"
    r"(?: [\w'’]+){0,4}? (?:(?:still )?(?:goes?|going) (?:on|ahead)|takes? place|continues?|proceeds?"
    r"|(?:is|are) (?:still )?(?:on|as (?:planned|scheduled)|unaffected|not affected)"
    r"|will (?:still )?(?:be held|go (?:on|ahead)|take place|continue|proceed))"
    r"(?: (?:as (?:planned|scheduled)|rain or shine|today|tonight))?[.!]*\Z",
    re.I,
)
"""The sentence after the notice: `The festival goes on.`, but not "The meeting will be held on May 5"."""
_HOUR = re.compile(r"\b(\d{1,2})(?::(\d\d))? ?([ap])\.?m\b\.?", re.I)


@dataclass(frozen=True, slots=True)
class When:
    """An event's local days, and the hours at which it starts. Empty where a reader doesn't know them."""

    days: frozenset[date] = frozenset()
    hours: frozenset[time] = frozenset()


UNKNOWN = When()


def when_of(occurrences: Iterable[Occurrence]) -> When:
    """An occurrence that ends in the small hours takes place on its first day only."""
    days: set[date] = set()
    hours: set[time] = set()
    for one in occurrences:
        zone = ZoneInfo(one.timezone)
        days.add(one.local_date)
        if one.ends_at is not None:
            days.add(max(one.local_date, (one.ends_at - timedelta(hours=6)).astimezone(zone).date()))
        if one.time_known and not one.all_day:
            hours.add(one.starts_at.astimezone(zone).time())
    return When(frozenset(days), frozenset(hours))


def is_of_other_days(sentence: str, when: When) -> bool:
    """Whether a notice names a day that isn't the event's. Of an event on several days, it's about one of them; where
    the event's days are unknown, a named day says nothing of the whole."""
    line = _UPDATE.sub("", sentence)
    off = _OFF.search(line)
    if off is None or _THIS_ONE.match(line):
        return False
    before, after = line[: off.start()], line[off.end() :]
    named = list(_named(before))
    if not named and off[0].lower().startswith("cancel"):
        if off[0].lower() == "cancel" or re.search(r"\b(?:we|we['’]ve)\b", before, re.I):
            named = list(_named(re.split(r"[,.;]| (?:due|because|until|to)\b", after, maxsplit=1)[0]))
        elif (listed := _ONLY_DATES.match(after)) is not None:
            named = list(_named(after[listed.end() :]))
    if not named:
        return False
    if len(when.days) != 1:
        return True
    (day,) = when.days
    moved = not off[0].lower().startswith(("cancel", "will", "won"))
    return not any(_fits(one, day) for one in [*named, *(_named(after) if moved else ())])


def is_of_part(subject: str) -> bool:
    return _PART.search(subject) is not None


def others_go_on(following: str) -> bool:
    return _OTHERS_GO_ON.match(following.strip()) is not None


def without_own_hour(text: str, when: When) -> str:
    """`The show` for "The 7 PM show", if the event starts at 7 PM and at no other hour."""
    if len(when.hours) != 1 or len(when.days) != 1:
        return text
    return _HOUR.sub(lambda found: "" if _clock(found) in when.hours else found[0], text)


def _clock(found: re.Match[str]) -> time | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour % 12 + 12 * (found[3] in "pP"), minute) if 1 <= hour <= 12 and minute < 60 else None


_Named = tuple[int | None, int | None, int | None]


def _named(text: str) -> Iterator[_Named]:
    """The days that a text names, each as month, day, and weekday. A date counts more than its weekday."""
    dates: list[_Named] = []
    for pattern in (_MONTH_FIRST, _DAY_FIRST):
        for found in pattern.finditer(text):
            month = _MONTHS.index(found["month"][:3].lower()) + 1
            dates += [(month, int(day), None) for day in re.findall(r"\d+", found["days"])]
    dates += [(int(found["month"]), int(found["days"]), None) for found in _IN_FIGURES.finditer(text)]
    dates += [(None, int(found[1]), None) for found in _OF_THE_MONTH.finditer(text)]
    weekdays = (found for found in _WEEKDAY.finditer(text) if "day" in found[0].lower() or found[0].istitle())
    yield from dates or ((None, None, _WEEKDAYS.index(found[1].lower())) for found in weekdays)


def _fits(named: _Named, day: date) -> bool:
    month, number, weekday = named
    return month in (None, day.month) and number in (None, day.day) and weekday in (None, day.weekday())
