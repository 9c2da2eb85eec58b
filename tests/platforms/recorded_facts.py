"""Readings of recorded files against the facts that INDEX.tsv lists, parsed, compared and disputed as by `accuracy`."""

from __future__ import annotations

from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from quality.accuracy.agreement import Told, agrees, value
from quality.accuracy.index import Row, parse_fact, read_index
from quality.accuracy.listed import Field
from quality.accuracy.recorded_disputes import RECORDED_DISPUTES
from scrapers.reading.contract import Context, Reading

_NOT_COMPARED = (Field.TIMEZONE, Field.END)
"""An offset is no zone, and not every end is in what a reader reads; `make accuracy` has a reason for each of them."""


def rows(real: Path) -> dict[str, Row]:
    return {row.file: row for row in read_index(real)}


def context(file: str, zone: str, *, utc_is_local: bool = False, now: str = "2026-10-01") -> Context:
    return Context(
        url=f"https://recorded.example/{file}",
        timezone=zone,
        now=datetime.fromisoformat(now).replace(tzinfo=UTC),
        utc_is_local=utc_is_local,
    )


def occurrences(reading: Reading) -> int:
    return sum(len(event.occurrences) for event in reading.events)


def tells(reading: Reading, fact: str, file: str) -> bool:
    """Whether one occurrence of the reading has the title, the start and, if the fact names one, the place of a fact;
    in the place of what is disputed of this file, what the dispute says of the reader."""
    facts = parse_fact(fact)
    assert facts is not None, f"a fact without a time: {fact!r}"
    wanted = {field: due for field, due in facts.items() if field not in _NOT_COMPARED}
    return any(
        all(agrees(field, due, told) or _is_disputed(file, field, told) for field, due in wanted.items())
        for told in (Told(event, one) for event in reading.events for one in event.occurrences)
    )


def _is_disputed(file: str, field: Field, told: Told) -> bool:
    shown = value(field, told) or "nothing"
    return any(
        field in one.fields and fnmatchcase(file, one.file) and fnmatchcase(shown, one.told)
        for one in RECORDED_DISPUTES
    )
