"""What a check finds in a feed or a page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """error: a reader must skip the event or the body. warning: readers show it in different ways. advice: it is
    allowed, and would be better otherwise."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """line: of the body, from 1. clause: of the standard. what and fix: sentences. about: the event's title, if any.
    times: how many records have it; `line` is that of the first."""

    level: Level
    line: int
    clause: str
    what: str
    fix: str
    about: str = ""
    times: int = 1


MOST = 50
"""Kinds of findings that are listed."""


def gathered(findings: list[Finding]) -> list[Finding]:
    """Each kind once, with the number of records that have it; the worst first, then by line."""
    first: dict[tuple[Level, str, str], Finding] = {}
    times: dict[tuple[Level, str, str], int] = {}
    for one in findings:
        key = (one.level, one.clause, one.what)
        first.setdefault(key, one)
        times[key] = times.get(key, 0) + one.times
    order = list(Level)
    found = [
        Finding(
            level=one.level,
            line=one.line,
            clause=one.clause,
            what=one.what,
            fix=one.fix,
            about=one.about,
            times=times[key],
        )
        for key, one in first.items()
    ]
    return sorted(found, key=lambda one: (order.index(one.level), one.line))[:MOST]
