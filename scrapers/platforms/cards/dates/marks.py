"""Says of each date of a card whether a mark on its line is about it: "Dec 5, 7 PM CANCELED" below "Dec 4, 7 PM"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias
from zoneinfo import ZoneInfo

from core.items import EventStatus, Occurrence
from scrapers.platforms.cards.dates.hours import read_hours
from scrapers.platforms.cards.dates.labels import is_moved_to
from scrapers.platforms.cards.dates.lists import MARK
from scrapers.platforms.cards.dates.mentions import dates_in, times_in
from scrapers.reading.status.titles import status_of_marks
from scrapers.reading.status.words import MARKS, NOTHING_SAID, Standing, may_say

_NUMBER = re.compile(r"(?<![\d$€£:])\d{1,2}(?!\d)")
_OF_A_SHOW = re.compile(
    r".{4,40} (?:show|concert|performance|screening|class|meeting|session|event)s?"
    rf" (?:is|are|has been|have been) (?:now )?(?P<mark>{MARKS}).{{0,40}}",
    re.IGNORECASE,
)
"""`The Dec 5 show is sold out`."""
_FURTHER_DAY = re.compile(r"[,&] ?\d{1,2}\*?(?= ?[,&(*]| and\b)")
_Days: TypeAlias = Callable[[str], Sequence[date]]
"""The days of a card that a date names."""


def standing_of_line(line: str, language: str) -> Standing:
    """What the marks on a line say, also of one that has nothing else than dates and hours: "Dec 5, 7 PM Canceled"."""
    standing = status_of_marks(line)
    if standing != NOTHING_SAID or not may_say(line.lower()):
        return standing
    dates = list(dates_in(line, language))
    if dates and (of_a_show := _OF_A_SHOW.fullmatch(line)) is not None:
        return status_of_marks(of_a_show["mark"])
    rest = line
    for one in reversed(dates):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    for hours in reversed(list(times_in(rest))):
        rest = f"{rest[: hours.start()]} {rest[hours.end() :]}"
    rest = rest.strip(" ,;:@|·•()[]–—-*!.").removesuffix(" to")
    return status_of_marks(rest) if MARK.fullmatch(rest) else NOTHING_SAID


def names_new_date(line: str, language: str) -> bool:
    return any(is_moved_to(line[: one.start]) for one in dates_in(line, language))


def with_marks(
    occurrences: Sequence[Occurrence], line: str, language: str, days_of: _Days
) -> tuple[Occurrence, ...] | None:
    """The occurrences, with what a line says of those that it names; None if it names no date, so that it is about all
    of them. After a list, a mark is about the last date only, unless the hour of all stands between. Of a single
    occurrence, a mark after a further number says nothing: "Dec 4, 5*, 11 (*sold out)"."""
    dates = list(dates_in(line, language))
    if not dates:
        return None
    if len(occurrences) < 2:
        found = MARK.search(line, dates[-1].end)
        is_further = found is not None and _FURTHER_DAY.search(line, dates[-1].end, found.start()) is not None
        is_other = _OF_A_SHOW.fullmatch(line) is not None and not any(days_of(one.text) for one in dates)
        return tuple(occurrences) if is_further or is_other else None
    new = {day for one in dates if is_moved_to(line[: one.start]) for day in days_of(one.text)}
    marked = [_marked(one, Standing(EventStatus.RESCHEDULED)) if one.local_date in new else one for one in occurrences]
    for found in MARK.finditer(line):
        said = status_of_marks(found[0])
        before = [one for one in dates if one.start < found.start()]
        if not before:
            about, hours = {day for one in dates for day in days_of(one.text)}, ""
        else:
            hours = line[before[-1].end : found.start()]
            about = _about(list(days_of(before[-1].text)), hours, marked)
        start = _start(hours)
        timed = any(_is_at(one, about, start) for one in marked)
        marked = [
            _marked(one, said) if one.local_date in about and (not timed or _is_at(one, about, start)) else one
            for one in marked
        ]
    timed_days = {one.local_date for one in marked if one.time_known}
    return tuple(one for one in marked if one.time_known or one.local_date not in timed_days)


def _about(days: list[date], between: str, occurrences: Sequence[Occurrence]) -> set[date]:
    rest, has_hours = between, False
    for hours in reversed(list(times_in(between))):
        rest, has_hours = f"{rest[: hours.start()]} {rest[hours.end() :]}", True
    numbers = [int(number) for number in _NUMBER.findall(rest)]
    if numbers:
        named = {one.local_date for one in occurrences if one.local_date.day == numbers[-1]}
        return named if len(named) == 1 else set()
    return set(days) if has_hours else set(days[-1:])


def _start(hours: str) -> str:
    times = read_hours(" ".join(found[0] for found in times_in(hours)), None) if hours else None
    return f"{times.starts[0]:%H:%M}" if times is not None and len(times.starts) == 1 else ""


def _is_at(one: Occurrence, days: set[date], start: str) -> bool:
    local = one.starts_at.astimezone(ZoneInfo(one.timezone))
    return one.time_known and one.local_date in days and f"{local:%H:%M}" == start


def _marked(one: Occurrence, said: Standing) -> Occurrence:
    return replace(one, status=said.status or one.status, sold_out=True if said.sold_out else one.sold_out)


def shared(occurrences: Sequence[Occurrence]) -> Standing:
    """What is said of all occurrences, and so of the event."""
    statuses = {one.status for one in occurrences} - {EventStatus.SCHEDULED}
    is_one = len(statuses) == 1 and all(one.status in statuses for one in occurrences)
    sold_out = bool(occurrences) and all(one.sold_out for one in occurrences)
    return Standing(statuses.pop() if is_one else None, sold_out)
