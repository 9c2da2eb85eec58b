"""Reads hours as pages write them: when doors open, when the event starts, and when it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from itertools import pairwise

from core.errors import BadRecord
from scrapers.reading.dates.clocks import MIDNIGHT, Clock, clock_of, settled
from scrapers.reading.dates.line import read_line
from scrapers.reading.dates.time_zones import in_one_zone
from scrapers.reading.dates.unclear import Unclear
from scrapers.reading.dates.words import Kind, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The hours that a text names, as wall-clock times.

    starts   each start, in the order of the text; empty if the text has none ("TBA", "Doors 7 PM" alone).
    doors    when the doors open, which isn't a start.
    ends     the end, if there is exactly one start; earlier than the start if the event runs past midnight.
    midnight  the start is the midnight that ends the day, and `starts` is empty.
    all_day  whether the text says "all day".
    showings  whether each start is one: "2 & 7 PM", "Shows: 2 PM, 7 PM". "7 PM / 8 PM" may be doors and show.
    text     the text that was read, on one line.
    """

    starts: tuple[time, ...] = ()
    doors: time | None = None
    ends: time | None = None
    midnight: bool = False
    all_day: bool = False
    showings: bool = False
    text: str = ""


_END_OF_NIGHT = time(6)
_SHOWINGS = re.compile(
    r"\b(?:show ?times|shows|showings|performances|screenings|seatings|sessions)\b"
    r"|\b(show|screening|performance|seating|set)\b.*\d.*\b\1\b",
    re.IGNORECASE,
)
"""`Showtimes: 2 PM, 5 PM`; `early show 7 PM, late show 9 PM`."""
_ALL_DAY = re.compile(r"(?<![a-z])all[- ]day\b")


def read_times(text: str, *, zone: str | None = None) -> Times:
    """The hours that an English text names: `7:30PM & 9PM`, `Doors 6 / Show 7`, `8-10pm`, `at 7:00 PM`, `19:30`,
    `12:00 noon - 1 PM`, `TBA`, and the hours of a line that also has dates: `Fri, Dec 4 · 7:30 PM`.

    An a.m. or p.m. written once also counts for its neighbors if that keeps them in order: "7 & 9pm" are both p.m.,
    "11 & 2pm" and "11-1pm" begin in the morning. An hour without a.m. or p.m. is clear in 24-hour form ("19:30",
    "07:30"); from 1 to 9 with a word such as doors or show, it means the afternoon or evening.
    zone  the source's IANA zone. Hours in another zone ("8 PM GMT+8") are unclear then; without it, zones are ignored.
          One hour in several zones ("7 PM ET / 4 PM PT") is read in the source's, else in the first.
    A start at "midnight" is the end of the day, as newsrooms write it (AP Stylebook: midnight is part of the day that
    is ending), unless it goes on after 6 a.m. or is one of several.
    Raises BadRecord, with the text, for "7:30" alone, "Show 11", another midnight, an hour that doesn't exist, hours
    for different dates or zones, and an unknown word.
    """
    line = " ".join(text.split())
    if _ALL_DAY.search(line.lower()):
        return Times(all_day=True, text=line)
    try:
        found = read_line(line)
        if found.hours_per_date:
            raise Unclear("different dates have different hours")
        hours = in_one_zone(found.hours, zone, lambda words: _sorted(_labeled(_pieces(words))).starts)
        times = _sorted(_labeled(_pieces(hours)))
        showings = len(times.starts) > 1 and (_joins_last(hours) or _SHOWINGS.search(line) is not None)
    except Unclear as error:
        raise BadRecord(f"{error} in {line!r}", field="starts_at") from error
    return replace(times, showings=showings, text=line)


def _joins_last(words: Sequence[Word]) -> bool:
    """Whether the last two hours are joined: `2pm, 5pm and 8pm`."""
    kinds = [word.kind for word in words if word.kind in (Kind.CLOCK, Kind.NUMBER, Kind.AND)]
    return kinds[-3:-2] in ([Kind.CLOCK], [Kind.NUMBER]) and kinds[-2:] == [Kind.AND, Kind.CLOCK]


def _pieces(words: Sequence[Word]) -> list[Word]:
    """The words that matter for the hours, without zones and the brackets around them."""
    pieces: list[Word] = []
    for word in words:
        if word.kind in (Kind.UNKNOWN, Kind.YEAR):
            raise Unclear(f"unknown word {word.text or str(word.value)!r}")
        if word.kind is Kind.NUMBER:
            pieces.append(Word(Kind.CLOCK, clock=(str(word.value), None, "")))
        elif word.text == ")" and pieces and pieces[-1].text == "(":
            pieces.pop()
        elif word.text == ")" and _is_label_in_brackets(pieces):
            pieces[-2:] = [pieces[-1], word]
        elif word.kind not in (Kind.IGNORED, Kind.ZONE):
            pieces.append(word)
    return pieces


def _is_label_in_brackets(pieces: list[Word]) -> bool:
    """`7 PM (doors)`: the label belongs to the hour before it."""
    return [one.kind for one in pieces[-3:]] == [Kind.CLOCK, Kind.APART, Kind.LABEL] and pieces[-2].text == "("


def _labeled(words: list[Word]) -> list[tuple[str, Clock]]:
    """Each clock with its label: `doors`, `starts`, or `ends`. Commas, slashes, and brackets divide the text into
    groups; a label belongs to the clocks of its own group, before or after it."""
    result: list[tuple[str, Clock]] = []
    group: list[Word] = []
    waiting: list[Word] = []
    for word, following in pairwise([*words, Word(Kind.APART), Word(Kind.APART)]):
        joins = word.kind is not Kind.TO or following.kind is not Kind.LABEL
        if word.kind is not Kind.APART and joins:
            group.append(word)
            continue
        if group and all(member.kind is Kind.LABEL for member in group):
            waiting += group
        elif group:
            result += _label_group(waiting + group)
            waiting = []
        group = []
    return settled(result)


def _label_group(group: list[Word]) -> list[tuple[str, Clock]]:
    """Labels come after their clocks in a group that ends with one but doesn't begin with one: "6pm doors 7pm show"."""
    label_last = group[-1].kind is Kind.LABEL and group[0].kind is not Kind.LABEL
    label, explicit = "starts", False
    result: list[tuple[str, Clock]] = []
    for word in reversed(group) if label_last else group:
        if word.kind is Kind.LABEL:
            label, explicit = word.text, True
        elif word.clock is not None:
            clock = clock_of(*word.clock)
            result.append((label, clock.under_label() if explicit else clock))
    if label_last:
        result.reverse()
    kinds = [word.kind for word in group if word.kind in (Kind.CLOCK, Kind.TO)]
    if kinds == [Kind.CLOCK, Kind.TO, Kind.CLOCK] and {name for name, _ in result} == {"starts"}:
        result[1] = ("ends", result[1][1])
    elif Kind.TO in kinds and kinds != [Kind.CLOCK, Kind.TO]:
        raise Unclear("more than one range of hours")
    return result


def _sorted(labeled: list[tuple[str, Clock]]) -> Times:
    by_label: dict[str, list[time]] = {"starts": [], "doors": [], "ends": []}
    for label, clock in labeled:
        by_label[label].append(clock.as_time())
    doors, starts, ends = (list(dict.fromkeys(by_label[label])) for label in ("doors", "starts", "ends"))
    if len(doors) > max(1, len(starts)):
        raise Unclear("more door times than shows")
    opens, closes = (doors[0] if doors else None), (ends[0] if ends else None)
    if any(label == "starts" and clock.half == MIDNIGHT for label, clock in labeled):
        if len(starts) > 1 or (closes is not None and not time() < closes <= _END_OF_NIGHT):
            raise Unclear("midnight may be the day's first or last")
        return Times(doors=opens, ends=closes, midnight=True)
    return Times(starts=tuple(starts), doors=opens, ends=closes if len(starts) == 1 else None)
