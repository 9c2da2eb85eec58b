"""Reads hours: when it starts, when the doors open, when it ends, as pages write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from core.errors import BadRecord
from scrapers.reading.dates.clocks import MIDNIGHT, Clock, clock_of, settled
from scrapers.reading.dates.day_words import ZONE_NAMES
from scrapers.reading.dates.doubt import Doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The hours that a text names, wall-clock.

    starts   each start, in the order of the text; empty when the text gives none ("TBA", "Doors 7 PM" alone).
    doors    when the doors open, which is no start.
    ends     of the only start; earlier than it when the event passes midnight.
    all_day  the text says so.
    text     what was read, on one line.
    """

    starts: tuple[time, ...] = ()
    doors: time | None = None
    ends: time | None = None
    all_day: bool = False
    text: str = ""


_LABELS = {
    **dict.fromkeys(["door", "doors", "gate", "gates", "lobby"], "doors"),
    **dict.fromkeys(["show", "shows", "showtime", "showtimes", "start", "starts", "begin", "begins"], "starts"),
    **dict.fromkeys(["event", "concert", "curtain", "game", "kickoff", "matinee", "evening", "music"], "starts"),
    **dict.fromkeys(["performance", "performances", "screening"], "starts"),
    **dict.fromkeys(["end", "ends", "until", "till", "curfew", "finish"], "ends"),
}
_UNKNOWN = re.compile(
    r"(?<![a-z])(?:tba|tbd|tbc|to be (?:announced|confirmed|determined)|times? (?:vary|varies)|various)\b"
)
_ALL_DAY = re.compile(r"(?<![a-z])all[- ]day\b")
_PASSED_OVER = ZONE_NAMES | frozenset(
    ["a", "at", "both", "from", "is", "late", "local", "open", "opens", "opening", "sharp", "the", "time", "times"]
)
_TOKEN = re.compile(
    r"""
    (?P<noon>(?:12\s*)?(?:noon|midday)\b) | (?P<midnight>(?:12\s*)?midnight\b)
    | (?P<clock>(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::\d{2})?)?
      \s*(?:(?P<half>[ap])\.?\s?m\b\.?|(?P<h>h)\b)?)(?!\w|[:.]\d)
    | (?P<word>[a-z]+(?![a-z\d]))\.?
    | (?P<to>[-–—]) | (?P<and>[&+]) | (?P<apart>[,/|;()\[\]·•@.:]) | \s+
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """kind: `clock`, `label` (word: its meaning), `to`, `and`, `apart`."""

    kind: str
    clock: Clock | None = None
    word: str = ""


def read_times(text: str) -> Times:
    """The hours that an English text names: `7:30PM & 9PM`, `Doors 6 / Show 7`, `8-10pm`, `at 7:00 PM`, `19:30`,
    `noon`, `TBA`.

    A half of the day written once counts for its neighbours where that keeps them in order: "7 & 9pm" are both p.m.,
    "11 & 2pm" and "11-1pm" begin in the morning. An hour without any half is understood in 24-hour writing ("19:30",
    "07:30") and, from 1 to 9, after a word such as doors or show, where it is the afternoon's or evening's. "7:30"
    alone, "Show 11", a start at "midnight" (which of the day's two?), an hour that does not exist, a word that is not
    understood: BadRecord, with the text.
    """
    line = " ".join(text.split())
    lowered = line.lower()
    if _ALL_DAY.search(lowered):
        return Times(all_day=True, text=line)
    try:
        pieces = _pieces(_UNKNOWN.sub(" ", lowered))
        labelled = _labelled(pieces)
        starts, doors, ends = _sorted(labelled)
    except Doubt as error:
        raise BadRecord(f"{error} in {line!r}", field="starts_at") from error
    return Times(starts=starts, doors=doors, ends=ends if len(starts) == 1 else None, text=line)


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise Doubt(f"{text[position : position + 20]!r} is not understood")
        position = found.end()
        piece = _piece(found)
        if piece is not None:
            pieces.append(piece)
    return pieces


def _piece(found: re.Match[str]) -> _Piece | None:
    if found["clock"]:
        return _Piece("clock", clock_of(found["hour"], found["minute"], found["half"], bool(found["h"])))
    if found["noon"] or found["midnight"]:
        return _Piece(
            "clock", Clock(12 if found["noon"] else 0, 0, certain=True, half="p" if found["noon"] else MIDNIGHT)
        )
    if found["word"]:
        return _word(found["word"])
    kind = next((kind for kind in ("to", "and", "apart") if found[kind]), None)
    return None if kind is None else _Piece(kind)


def _word(word: str) -> _Piece | None:
    if word in ("to", "through"):
        return _Piece("to")
    if word == "and":
        return _Piece("and")
    if word in _LABELS:
        return _Piece("label", word=_LABELS[word])
    if word in _PASSED_OVER:
        return None
    raise Doubt(f"the word {word!r} is not understood")


def _labelled(pieces: list[_Piece]) -> list[tuple[str, Clock]]:
    """Each clock with what it is: `doors`, `starts` or `ends`. Commas, slashes and brackets part the text into
    groups; a label belongs to the clocks of its own group, whether it stands before or behind them."""
    result: list[tuple[str, Clock]] = []
    group: list[_Piece] = []
    waiting: list[_Piece] = []
    for piece, following in pairwise([*pieces, _Piece("apart"), _Piece("apart")]):
        joins = piece.kind != "to" or following.kind != "label"
        if piece.kind != "apart" and joins:
            group.append(piece)
            continue
        if group and all(member.kind == "label" for member in group):
            waiting += group
        elif group:
            result += _label_group(waiting + group)
            waiting = []
        group = []
    return settled(result)


def _label_group(group: list[_Piece]) -> list[tuple[str, Clock]]:
    clocks = [piece for piece in group if piece.kind == "clock"]
    before = group[0].kind == "label" or not clocks
    label, explicit = "starts", False
    result: list[tuple[str, Clock]] = []
    for piece in group if before else reversed(group):
        if piece.kind == "label":
            label, explicit = piece.word, True
        elif piece.kind == "clock" and piece.clock is not None:
            result.append((label, piece.clock.under_label() if explicit else piece.clock))
    if not before:
        result.reverse()
    kinds = [piece.kind for piece in group if piece.kind in ("clock", "to")]
    if kinds == ["clock", "to", "clock"] and {name for name, _ in result} == {"starts"}:
        result[1] = ("ends", result[1][1])
    elif "to" in kinds and kinds != ["clock", "to"]:
        raise Doubt("more than one span of hours")
    return result


def _sorted(labelled: list[tuple[str, Clock]]) -> tuple[tuple[time, ...], time | None, time | None]:
    by_label: dict[str, list[time]] = {"starts": [], "doors": [], "ends": []}
    for label, clock in labelled:
        if label == "starts" and clock.half == MIDNIGHT:
            raise Doubt("midnight begins and ends a day")
        by_label[label].append(clock.as_time())
    doors, starts, ends = (list(dict.fromkeys(by_label[label])) for label in ("doors", "starts", "ends"))
    if len(doors) > max(1, len(starts)):
        raise Doubt("doors that open more often than there are shows")
    return tuple(starts), (doors[0] if doors else None), (ends[0] if ends else None)
