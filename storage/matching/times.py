"""How the starts of two listings stand to each other, with doors and missing hours as states of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import NamedTuple

from storage.matching.listing import Listing

_EQUAL = 5
_DOORS = (30, 60)
_NEAR = 45
_DAY = 24 * 60
_HALF_A_DAY = 12 * 60
_LONG = 14 * 60
"""Minutes."""


class When(StrEnum):
    """`doors`: 30 or 60 minutes apart. `no_hour`: one side is all day, or starts at a placeholder's midnight.

    `covers`: one side lasts a day or more, and holds the other's start. `run`: it began on an earlier day.
    `twelve`: a.m. for p.m.
    `next_slot`: one ends when the other starts, or before.
    """

    EQUAL = "equal"
    DOORS = "doors"
    NEAR = "near"
    NO_HOUR = "no_hour"
    ALL_DAY = "all_day"
    COVERS = "covers"
    RUN = "run"
    TWELVE = "twelve"
    NEXT_SLOT = "next_slot"
    OTHER_HOUR = "other_hour"
    OTHER_DAY = "other_day"


class TimeMatch(NamedTuple):
    when: When
    reason: str
    end_agrees: bool = False
    lengths_differ: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The `day`, and the minutes `begins` and `ends`, count from year 1 on the clock at the venue.

    `ends` is None if the source gives no end. `has_hour`: not all day, not unknown, and not midnight, which feeds give
    for "no hour".
    """

    day: int
    begins: int
    ends: int | None
    has_hour: bool
    all_day: bool

    @property
    def minutes(self) -> int | None:
        """How long it lasts. An end at 23:59 stands for "no end"."""
        if self.ends is None or self.ends % _DAY == _DAY - 1:
            return None
        return self.ends - self.begins


def span_of(listing: Listing) -> Span:
    has_hour = not listing.all_day and listing.time_known and listing.start.time() != time()
    ends = None if listing.end is None or listing.end <= listing.start else _minutes(listing.end)
    return Span(listing.start.toordinal(), _minutes(listing.start), ends, has_hour, listing.all_day)


def compare_times(left: Span, right: Span) -> TimeMatch:
    """Days and hours are each side's own local ones."""
    if left.day != right.day:
        if _covers_day(left, right) or _covers_day(right, left):
            return TimeMatch(When.RUN, "one is a run of days that holds the other's day")
        return TimeMatch(When.OTHER_DAY, "other days")
    if left.has_hour and right.has_hour:
        return _compare_hours(left, right)
    if left.has_hour or right.has_hour:
        return TimeMatch(When.NO_HOUR, "the same day, one without an hour")
    if left.all_day and right.all_day:
        return TimeMatch(When.ALL_DAY, "all day on the same day", left.ends is not None and left.ends == right.ends)
    return TimeMatch(When.NO_HOUR, "the same day, both without an hour")


def _compare_hours(left: Span, right: Span) -> TimeMatch:
    early, late = (left, right) if left.begins <= right.begins else (right, left)
    gap = late.begins - early.begins
    end_agrees = left.ends is not None and left.ends == right.ends
    if gap <= _EQUAL:
        return TimeMatch(When.EQUAL, "the same start", end_agrees, _lengths_differ(left, right))
    if gap == _HALF_A_DAY:
        return TimeMatch(When.TWELVE, "twelve hours apart")
    if early.ends is not None and early.ends <= late.begins:
        return TimeMatch(When.NEXT_SLOT, f"{gap} minutes apart, one after the other")
    if gap in _DOORS:
        return TimeMatch(When.DOORS, f"{gap} minutes apart, as doors and show", end_agrees)
    if gap <= _NEAR:
        return TimeMatch(When.NEAR, f"{gap} minutes apart", end_agrees)
    if early.ends is not None and early.ends - early.begins >= _LONG:
        return TimeMatch(When.COVERS, "one is a run that holds the other's start")
    return TimeMatch(When.OTHER_HOUR, f"{gap} minutes apart")


def _lengths_differ(left: Span, right: Span) -> bool:
    one, other = left.minutes, right.minutes
    return one is not None and other is not None and max(one, other) > 2 * min(one, other)


def _covers_day(run: Span, one: Span) -> bool:
    return run.ends is not None and run.day < one.day <= (run.ends - 1) // _DAY


def _minutes(moment: datetime) -> int:
    return moment.toordinal() * _DAY + moment.hour * 60 + moment.minute
