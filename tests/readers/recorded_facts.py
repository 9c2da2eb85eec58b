"""Compares readings of recorded files with the facts that INDEX.tsv lists beside them."""

from __future__ import annotations

import csv
import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scrapers.items import EventItem, Occurrence
from scrapers.readers.reading import Context, Reading

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d|\d{8}T\d{6})(?:[T ](\d\d:\d\d)(?::\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?")
_SUFFIX = re.compile(r"\s+—\s.*\Z")


@dataclass(frozen=True)
class Row:
    """One recorded file: how many events INDEX.tsv counts, and its spot facts `title | time | venue`."""

    file: str
    events: str
    facts: tuple[str, ...]


def rows(real: Path) -> dict[str, Row]:
    with (real / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        lines = csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            line["file"]: Row(
                line["file"],
                line["events"],
                tuple(fact for name in ("fact1", "fact2", "fact3") if (fact := line[name])),
            )
            for line in lines
        }


def context(file: str, zone: str, *, utc_is_local: bool = False, now: str = "2026-10-01") -> Context:
    return Context(
        url=f"https://recorded.example/{file}",
        timezone=zone,
        now=datetime.fromisoformat(now).replace(tzinfo=UTC),
        utc_is_local=utc_is_local,
    )


def occurrences(reading: Reading) -> int:
    return sum(len(event.occurrences) for event in reading.events)


def tells(reading: Reading, fact: str) -> bool:
    """Whether an event of the reading has the title, the start and, if the fact names one, the venue of a fact."""
    parts = [part.strip() for part in re.split(r" \| ?", html.unescape(fact))]
    place = next(index for index, part in enumerate(parts) if index and _MOMENT.search(part))
    title, when, venue = " | ".join(parts[:place]), parts[place], " ".join(parts[place + 1 :])
    return any(
        _plain(event.title) == _plain(title)
        and any(_starts(one, when) for one in event.occurrences)
        and _is_at(event, venue.strip())
        for event in reading.events
    )


def _plain(title: str) -> str:
    return re.sub(r"\W+", " ", _SUFFIX.sub("", title)).casefold().strip()


def _starts(one: Occurrence, when: str) -> bool:
    found = _MOMENT.search(when)
    assert found is not None, f"a fact without a time: {when!r}"
    day, clock, offset = found.groups()
    local = one.starts_at.astimezone(ZoneInfo(one.timezone))
    if "T" in day:
        return local.strftime("%Y%m%dT%H%M%S") == day
    if clock is None:
        return local.date().isoformat() == day
    if offset is not None:
        return one.time_known and one.starts_at == datetime.fromisoformat(f"{day}T{clock}{offset}")
    return one.time_known and local.strftime("%Y-%m-%dT%H:%M") == f"{day}T{clock}"


def _is_at(event: EventItem, venue: str) -> bool:
    if not venue or venue.startswith("("):
        return True
    told = f"{event.venue.name} {event.venue.address}" if event.venue else ""
    wanted = _plain(venue.removeprefix("Location:").removeprefix("Location "))
    return wanted[:40] in _plain(told) or _plain(told.partition(" None")[0]) in wanted
