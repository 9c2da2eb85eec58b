"""How the starts of two listings stand to each other, with doors and missing hours as states of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from storage.matching.listing import Listing

_EQUAL = timedelta(minutes=5)
_DOORS = (timedelta(minutes=30), timedelta(minutes=60))
_NEAR = timedelta(minutes=45)
_LAST_MINUTE = time(23, 59)
_HALF_A_DAY = timedelta(hours=12)
_SPAN = timedelta(hours=14)


class When(StrEnum):
    """`doors`: 30 or 60 minutes apart. `no_hour`: one side is all day, or starts at a placeholder's midnight.

    `covers`: one side is a run of days or hours that holds the other's start. `twelve`: a.m. for p.m.
    `next_slot`: one ends when the other starts, or before.
    """

    EQUAL = "equal"
    DOORS = "doors"
    NEAR = "near"
    NO_HOUR = "no_hour"
    ALL_DAY = "all_day"
    COVERS = "covers"
    TWELVE = "twelve"
    NEXT_SLOT = "next_slot"
    OTHER_HOUR = "other_hour"
    OTHER_DAY = "other_day"


@dataclass(frozen=True, slots=True)
class TimeMatch:
    when: When
    reason: str
    end_agrees: bool = False
    lengths_differ: bool = False


def has_hour(listing: Listing) -> bool:
    """Whether the start is an hour: not all day, not unknown, and not midnight, which feeds give for "no hour"."""
    return not listing.all_day and listing.time_known and listing.start.time() != time()


def compare_times(left: Listing, right: Listing) -> TimeMatch:
    """Days and hours are each side's own local ones."""
    if left.start.date() != right.start.date():
        if _covers_day(left, right) or _covers_day(right, left):
            return TimeMatch(When.COVERS, "one is a run of days that holds the other's day")
        return TimeMatch(When.OTHER_DAY, "other days")
    if not has_hour(left) or not has_hour(right):
        if has_hour(left) or has_hour(right):
            return TimeMatch(When.NO_HOUR, "the same day, one without an hour")
        if left.all_day and right.all_day:
            return TimeMatch(When.ALL_DAY, "all day on the same day", left.end is not None and left.end == right.end)
        return TimeMatch(When.NO_HOUR, "the same day, both without an hour")
    return _compare_hours(left, right)


def _compare_hours(left: Listing, right: Listing) -> TimeMatch:
    gap = abs(_wall(left.start) - _wall(right.start))
    ends = left.end, right.end
    end_agrees = ends[0] is not None and ends[1] is not None and _wall(ends[0]) == _wall(ends[1])
    if gap <= _EQUAL:
        return TimeMatch(When.EQUAL, "the same start", end_agrees, _lengths_differ(left, right))
    early, late = sorted((left, right), key=lambda listing: _wall(listing.start))
    minutes = f"{gap // timedelta(minutes=1)} minutes apart"
    if early.end is not None and early.start < early.end and _wall(early.end) <= _wall(late.start):
        when = When.TWELVE if gap == _HALF_A_DAY else When.NEXT_SLOT
        return TimeMatch(when, f"{minutes}, one after the other")
    if gap in _DOORS:
        return TimeMatch(When.DOORS, f"{minutes}, as doors and show", end_agrees)
    if gap <= _NEAR:
        return TimeMatch(When.NEAR, minutes, end_agrees)
    if gap == _HALF_A_DAY:
        return TimeMatch(When.TWELVE, "twelve hours apart")
    if early.end is not None and early.end - early.start >= _SPAN and late.start < early.end:
        return TimeMatch(When.COVERS, "one is a run that holds the other's start")
    return TimeMatch(When.OTHER_HOUR, minutes)


def _lengths_differ(left: Listing, right: Listing) -> bool:
    if left.end is None or right.end is None or _LAST_MINUTE in (left.end.time(), right.end.time()):
        return False
    shorter, longer = sorted((left.end - left.start, right.end - right.start))
    return longer > 2 * shorter


def _covers_day(run: Listing, one: Listing) -> bool:
    if run.end is None or run.end <= run.start:
        return False
    last = (run.end - timedelta(seconds=1)).date()
    return run.start.date() < one.start.date() <= last


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)
