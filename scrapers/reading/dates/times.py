"""Reads hours as pages write them: when doors open, when the event starts, and when it ends."""

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
    """The hours that a text names, as wall-clock times.

    starts   each start, in the order of the text; empty if the text has none ("TBA", "Doors 7 PM" alone).
    doors    when the doors open, which isn't a start.
    ends     the end, if there is exactly one start; earlier than the start if the event runs past midnight.
    all_day  whether the text says "all day".
    text     the text that was read, on one line.
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
_IGNORED = ZONE_NAMES | frozenset(
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
    """`kind` is `clock`, `label` (`word` is its meaning), `to`, `and`, or `apart`, a mark between groups."""

    kind: str
    clock: Clock | None = None
    word: str = ""


def read_times(text: str) -> Times:
    """The hours that an English text names: `7:30PM & 9PM`, `Doors 6 / Show 7`, `8-10pm`, `at 7:00 PM`, `19:30`,
    `noon`, `TBA`.

    An a.m. or p.m. written once also counts for its neighbors if that keeps them in order: "7 & 9pm" are both p.m.,
    "11 & 2pm" and "11-1pm" begin in the morning. An hour without a.m. or p.m. is clear in 24-hour form ("19:30",
    "07:30"); from 1 to 9 with a word such as doors or show, it means the afternoon or evening.
    Raises BadRecord, with the text, for "7:30" alone, "Show 11", a start at "midnight" (which of the day's two?), an
    hour that doesn't exist, and an unknown word.
    """
    line = " ".join(text.split())
    lowered = line.lower()
    if _ALL_DAY.search(lowered):
        return Times(all_day=True, text=line)
    try:
        pieces = _pieces(_UNKNOWN.sub(" ", lowered))
        labeled = _labeled(pieces)
        starts, doors, ends = _sorted(labeled)
    except Doubt as error:
        raise BadRecord(f"{error} in {line!r}", field="starts_at") from error
    return Times(starts=starts, doors=doors, ends=ends if len(starts) == 1 else None, text=line)


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise Doubt(f"can't read {text[position : position + 20]!r}")
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
    if word in _IGNORED:
        return None
    raise Doubt(f"unknown word {word!r}")


def _labeled(pieces: list[_Piece]) -> list[tuple[str, Clock]]:
    """Each clock with its label: `doors`, `starts`, or `ends`. Commas, slashes, and brackets divide the text into
    groups; a label belongs to the clocks of its own group, before or after it."""
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
        raise Doubt("more than one range of hours")
    return result


def _sorted(labeled: list[tuple[str, Clock]]) -> tuple[tuple[time, ...], time | None, time | None]:
    by_label: dict[str, list[time]] = {"starts": [], "doors": [], "ends": []}
    for label, clock in labeled:
        if label == "starts" and clock.half == MIDNIGHT:
            raise Doubt("midnight may be the day's first or last")
        by_label[label].append(clock.as_time())
    doors, starts, ends = (list(dict.fromkeys(by_label[label])) for label in ("doors", "starts", "ends"))
    if len(doors) > max(1, len(starts)):
        raise Doubt("more door times than shows")
    return tuple(starts), (doors[0] if doors else None), (ends[0] if ends else None)
