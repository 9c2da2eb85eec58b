"""Decides whether a written hour is a.m. or p.m."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from scrapers.reading.dates.unclear import Unclear

_EVENING = range(1, 10)
"""Hours that mean the afternoon or evening after "show" or "doors" without a.m. or p.m.; 10 and 11 may be either."""

MIDNIGHT = "midnight"


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour and minute as written.

    hour     0 to 23 if `certain`, which means that the half of the day is known; else 1 to 12.
    half     the letter of a.m. or p.m., or `MIDNIGHT` for that word; None if neither is written.
    labeled  a word such as "show" or "doors" is with it.
    """

    hour: int
    minute: int
    certain: bool
    half: str | None = None
    labeled: bool = False

    def under_label(self) -> Clock:
        return replace(self, labeled=True)

    def as_time(self) -> time:
        return time(self.hour, self.minute)

    def in_half(self, half: str) -> Clock:
        return replace(self, hour=self.hour % 12 + (12 if half == "p" else 0), certain=True, half=half)


def clock_of(hour: str, minute: str | None, half: str) -> Clock:
    """A clock from its written parts; `half` is `a`, `p`, `noon`, `midnight`, `h` for 24 hours, or "". It is certain
    with any of these, from 13 on, at 0, and with a leading zero before minutes. Raises Unclear for an hour that doesn't
    exist."""
    value, minutes = int(hour), int(minute or 0)
    least, most = (12, 12) if half in ("noon", MIDNIGHT) else (1, 12) if half in ("a", "p") else (0, 23)
    if minutes > 59 or not least <= value <= most:
        raise Unclear(f"no such hour: {hour}:{minutes:02}{half}")
    if half == MIDNIGHT:
        return Clock(0, minutes, certain=True, half=MIDNIGHT)
    if half in ("a", "p", "noon"):
        return Clock(value, minutes, certain=False).in_half("a" if half == "a" else "p")
    if value == 0 and minute is None and not half:
        raise Unclear("0 isn't an hour")
    by_24 = bool(half) or value > 12 or value == 0 or (hour.startswith("0") and minute is not None)
    return Clock(value, minutes, certain=by_24)


def settled(labeled: list[tuple[str, Clock]]) -> list[tuple[str, Clock]]:
    """The same clocks, each with a known half of the day. Raises Unclear where the half can't be determined.

    In this order: if one clock is clearly in 24-hour form, all are; the half of the next clock, or the other half where
    that wouldn't keep the two in order; the afternoon or evening for a labeled clock; the half of the previous clock,
    or for an end the first such hour after the start.
    """
    clocks = [clock for _, clock in labeled]
    by_24 = any(clock.certain and clock.half is None and (clock.hour > 12 or clock.hour < 10) for clock in clocks)
    for index in range(len(clocks) - 1, -1, -1):
        if not clocks[index].certain and by_24:
            clocks[index] = replace(clocks[index], certain=True)
        following = clocks[index + 1] if index + 1 < len(clocks) else None
        if not clocks[index].certain and following is not None and following.half in ("a", "p"):
            if following.half == "a" and following.hour == 0 and labeled[index + 1][0] == "ends":
                raise Unclear("12 a.m. may be noon or midnight")
            clocks[index] = _in_order(clocks[index], following)
    for index, clock in enumerate(clocks):
        if clock.certain:
            continue
        previous = clocks[index - 1] if index else None
        if clock.labeled and clock.hour in _EVENING:
            clocks[index] = clock.in_half("p")
        elif previous is not None and previous.half in ("a", "p"):
            follows = _next if labeled[index][0] == "ends" else _after
            clocks[index] = follows(clock, previous)
        else:
            raise Unclear(f"{clock.hour}:{clock.minute:02} may be morning or evening")
    return [(label, clock) for (label, _), clock in zip(labeled, clocks, strict=True)]


def _in_order(clock: Clock, following: Clock) -> Clock:
    same = clock.in_half(following.half or "p")
    if same.as_time() < following.as_time():
        return same
    return clock.in_half("a" if following.half == "p" else "p")


def _after(clock: Clock, previous: Clock) -> Clock:
    same = clock.in_half(previous.half or "p")
    if same.as_time() > previous.as_time():
        return same
    if clock.hour == 12 and previous.half == "a":
        return clock.in_half("p")
    raise Unclear(f"{clock.hour}:{clock.minute:02} may be morning or evening")


def _next(clock: Clock, previous: Clock) -> Clock:
    """`10am-4` ends in the afternoon, `10pm-2` after midnight."""
    same = clock.in_half(previous.half or "p")
    return same if same.as_time() > previous.as_time() else clock.in_half("a" if previous.half == "p" else "p")
