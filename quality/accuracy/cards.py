"""Measures the reader of cards on recorded listing pages whose events are known as a whole.

A folder holds `cases.json` and the pages. A case: id, file, url, timezone, now, class, expected [{title, start, end?}],
and what the list leaves open: `complete` false (it may lack events of the page), `only_future` (it lacks past ones),
and per event `not_on_page` (`title`, `hour`: not asked).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.errors import SourceError
from scrapers.platforms.recognition import AUTO, read_events
from scrapers.reading.contract import Context

ALL = "all"
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Showing:
    """A title on a local day, with the minute (`19:30`) if the hour is known."""

    title: str
    day: str
    hour: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """`wrong`: a known title on another day or hour; `extra`: no title of the list."""

    expected: int = 0
    right: int = 0
    wrong: int = 0
    extra: int = 0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        given = self.right + self.wrong + self.extra
        return self.right / given if given else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.expected + other.expected, self.right + other.right, self.wrong + other.wrong, self.extra + other.extra
        )


def measure_cards(folder: Path, kind: str = AUTO) -> dict[str, Score]:
    """Scores by class, and `all`. Raises OSError and ValueError if the folder has no readable `cases.json`."""
    scores: dict[str, Score] = {}
    for case in json.loads((folder / "cases.json").read_text()):
        score = score_of(case, list(_given(case, folder, kind)))
        for name in (case["class"], ALL):
            scores[name] = scores.get(name, Score()) + score
    return scores


def cards_line(score: Score) -> str:
    return f"recall {score.recall:.3f} precision {score.precision:.3f} wrong {score.wrong + score.extra}"


def _given(case: Mapping[str, Any], folder: Path, kind: str) -> Iterator[Showing]:
    context = Context(
        url=case["url"] or "https://recorded.example/",
        timezone=case["timezone"],
        now=datetime.fromisoformat(case["now"]),
    )
    try:
        events = read_events(kind, (folder / case["file"]).read_bytes(), context).events
    except SourceError:
        return
    for event in events:
        for one in event.occurrences:
            local = one.starts_at.astimezone(ZoneInfo(case["timezone"]))
            known = one.time_known and not one.all_day
            yield Showing(event.title, local.date().isoformat(), f"{local:%H:%M}" if known else None)


def score_of(case: Mapping[str, Any], given: Sequence[Showing]) -> Score:
    """Matches each expected event with one given: first by equal titles, then by titles of which one contains the
    other. A repeat of a right one, a day inside an expected range, and what the list leaves open count as nothing."""
    expected = [_Expected.of(one, case["timezone"]) for one in case["expected"]]
    used: set[int] = set()
    found: set[int] = set()
    for exact in (True, False):
        for number, event in enumerate(expected):
            if number in found:
                continue
            match = next((n for n, one in enumerate(given) if n not in used and event.fits(one, exact=exact)), None)
            if match is not None:
                used.add(match)
                found.add(number)
    faults = Counter(
        fault for n, one in enumerate(given) if n not in used and (fault := _fault(one, expected, case, found))
    )
    return Score(len(expected), len(found), faults["wrong"], faults["extra"])


@dataclass(frozen=True, slots=True)
class _Expected:
    showing: Showing
    last_day: str
    asks_title: bool
    asks_hour: bool

    @classmethod
    def of(cls, written: Mapping[str, Any], timezone: str) -> _Expected:
        day, hour = _local(written["start"], timezone)
        unseen = set(written.get("not_on_page", ()))
        last = str(written.get("end") or day)[:10]
        return cls(Showing(written["title"], day, hour), last, "title" not in unseen, "hour" not in unseen)

    def same_title(self, other: Showing, *, exact: bool = False) -> bool:
        if exact:
            return _plain(self.showing.title) == _plain(other.title)
        return not self.asks_title or _contains(self.showing.title, other.title)

    def same_time(self, other: Showing) -> bool:
        if self.showing.day != other.day:
            return False
        return not self.asks_hour or None in (self.showing.hour, other.hour) or self.showing.hour == other.hour

    def fits(self, other: Showing, *, exact: bool) -> bool:
        return self.same_time(other) and self.same_title(other, exact=exact)


def _fault(one: Showing, expected: Sequence[_Expected], case: Mapping[str, Any], found: set[int]) -> str:
    if any(event.same_title(one) and (event.same_time(one) or _is_inside(one, event)) for event in expected):
        return ""
    if case.get("only_future") and one.day < str(case["now"])[:10]:
        return ""
    complete = case.get("complete", True)
    if any(event.asks_title and event.same_title(one) for event in expected):
        same_day = any(
            event.showing.day == one.day and _contains(event.showing.title, one.title) and number not in found
            for number, event in enumerate(expected)
        )
        return "wrong" if complete or same_day else ""
    return "extra" if complete else ""


def _is_inside(one: Showing, event: _Expected) -> bool:
    return event.last_day > event.showing.day and event.showing.day <= one.day <= event.last_day


def _local(written: str, timezone: str) -> tuple[str, str | None]:
    if len(written) <= len("2026-12-05"):
        return date.fromisoformat(written).isoformat(), None
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is not None:
        moment = moment.astimezone(ZoneInfo(timezone))
    return moment.date().isoformat(), f"{moment:%H:%M}"


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold().replace("&", "and").replace("'", "").replace("’", "")
    return " ".join(re.findall(r"[^\W_]+", folded))


def _contains(one: str, other: str) -> bool:
    short, long = sorted((_plain(one), _plain(other)), key=len)
    return bool(short) and (short == long or (len(short) >= _SHORTEST and f" {short} " in f" {long} "))
