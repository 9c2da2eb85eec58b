"""The recurrence corpora of other libraries: what their engines make of a rule, against what the calendar reader does.

Every case goes through the reader as a calendar of one event, so that nothing but its answers is relied on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from dateutil.rrule import rrulestr

from quality.accuracy.oracle_exceptions import LOST_IN_THE_RECORDING, OUTSIDE, SECOND_EXRULE, UNANSWERED
from scrapers.platforms.ics.reader import read_events
from scrapers.reading.contract import Context, Reading, Window

CORPORA = ("icaljs_rrule.json", "libical_icalrecur_test.json")
COUNTS = "libical_recur_counts.json"
PAIRS = "x_wr_timezone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of a corpus.

    skipped  why it says nothing about events of a calendar; then it is not run.
    """

    corpus: str
    name: str
    wanted: str
    told: str
    agrees: bool
    skipped: str = ""


def cases(folder: Path) -> Iterator[Case]:
    """All cases of `ical_oracles`, or of those of its files that are there."""
    for name in CORPORA:
        if (folder / name).is_file():
            for case in json.loads((folder / name).read_text(encoding="utf-8"))["cases"]:
                yield _instances(name, case)
    if (folder / COUNTS).is_file():
        for event in json.loads((folder / COUNTS).read_text(encoding="utf-8"))["events"]:
            yield _counted(event)
    for given in sorted((folder / PAIRS).glob("*.in.ics")):
        yield _pair(given)


def _instances(corpus: str, case: Mapping[str, Any]) -> Case:
    identity = (case["RRULE"], case["DTSTART"])
    name = f"{case['RRULE']} from {case['DTSTART']}"
    if identity in OUTSIDE:
        return Case(corpus=corpus, name=name, wanted="", told="", agrees=False, skipped=OUTSIDE[identity])
    listed = _by_dateutil(*identity) if identity in UNANSWERED else _listed(case)
    endless = not re.search(r"\b(?:COUNT|UNTIL)=", case["RRULE"])
    last = _day(listed[-1]) if listed else _day(_compact(case["DTSTART"])) + timedelta(days=20 * 366)
    window = Window(ends=last + timedelta(days=1)) if endless else Window()
    start = _compact(case["DTSTART"])
    reading = _read([_property("DTSTART", start), f"RRULE:{_compact(case['RRULE'])}"], window)
    told = sorted(_spelled(reading, start))
    if endless and listed:
        told = told[: len(listed)]
    agrees = told == listed and not reading.problems
    return Case(corpus=corpus, name=name, wanted=" ".join(listed), told=" ".join(told), agrees=agrees)


def _listed(case: Mapping[str, Any]) -> list[str]:
    lost = LOST_IN_THE_RECORDING.get((case["RRULE"], case["DTSTART"]), ())
    return sorted(_compact(one) for one in (*case["INSTANCES"], *lost))


def _by_dateutil(rule: str, start: str) -> list[str]:
    begins = datetime.fromisoformat(start)
    return [f"{one:{_form(start)}}" for one in rrulestr(rule, dtstart=begins)]


def _counted(event: Mapping[str, Any]) -> Case:
    """Whole events with RDATE, EXDATE and EXRULE, of which the corpus tells the number of occurrences."""
    name = f"{event['RRULE']} from {event['DTSTART']}"
    if event["RRULE"] is None:
        reason = "an empty record: it has neither a start nor a rule nor a number"
        return Case(corpus=COUNTS, name=name, wanted="", told="", agrees=False, skipped=reason)
    lines = [f"DTSTART{event['DTSTART_params'] or ''}:{event['DTSTART']}", f"RRULE:{event['RRULE']}"]
    lines += [f"EXDATE:{value}" for value in event["EXDATE"]] + [f"RDATE:{value}" for value in event["RDATE"]]
    if event["EXRULE"]:
        lines += [f"EXRULE:{event['EXRULE']}", SECOND_EXRULE]
    told = sum(len(one.occurrences) for one in _read(lines, Window(), zone="America/Los_Angeles").events)
    wanted = int(event["expect"])
    return Case(corpus=COUNTS, name=name, wanted=str(wanted), told=str(told), agrees=told == wanted)


def _pair(given: Path) -> Case:
    """A calendar with X-WR-TIMEZONE, and the same with its times as that zone means them."""
    context = _context(Window(), "America/New_York")
    left, right = (
        [(event.title, [one.to_json() for one in event.occurrences]) for event in reading.events]
        for reading in (read_events(path.read_bytes(), context) for path in (given, _meant(given)))
    )
    return Case(
        corpus=PAIRS, name=given.name.removesuffix(".in.ics"), wanted=str(right), told=str(left), agrees=left == right
    )


def _meant(given: Path) -> Path:
    return given.with_name(given.name.replace(".in.", ".out."))


def _read(lines: Sequence[str], window: Window, *, zone: str = "UTC") -> Reading:
    event = ["BEGIN:VEVENT", "UID:1", "SUMMARY:x", *lines, "END:VEVENT"]
    body = "\n".join(["BEGIN:VCALENDAR", *event, "END:VCALENDAR"])
    return read_events(body.encode(), _context(window, zone))


def _context(window: Window, zone: str) -> Context:
    return Context(
        url="https://oracle.example/x.ics", timezone=zone, now=datetime(2003, 1, 1, tzinfo=UTC), window=window
    )


def _compact(text: str) -> str:
    """`2016-01-31T08:00:00Z` as `20160131T080000Z`; the corpora use both forms."""
    return re.sub(r"(?<=\d)[-:](?=\d)", "", text)


def _property(name: str, value: str) -> str:
    return f"{name};VALUE=DATE:{value}" if "T" not in value else f"{name}:{value}"


def _day(compact: str) -> date:
    return date(int(compact[:4]), int(compact[4:6]), int(compact[6:8]))


def _spelled(reading: Reading, like: str) -> Iterator[str]:
    for event in reading.events:
        for one in event.occurrences:
            yield f"{one.starts_at:{_form(like)}}"


def _form(like: str) -> str:
    return "%Y%m%d" if "T" not in like else "%Y%m%dT%H%M%SZ" if like.endswith("Z") else "%Y%m%dT%H%M%S"
