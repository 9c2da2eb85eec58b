"""Compares readings of recorded files with the counts of INDEX.tsv and the facts that `make accuracy` uses."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from quality.accuracy.compare import compare
from quality.accuracy.expectations import SUFFIX, documents
from quality.accuracy.folder import EXPECTED
from quality.accuracy.verdicts import Check
from scrapers.reading.contract import Context, Reading


@dataclass(frozen=True, slots=True)
class Row:
    events: str
    first_fact: str


def rows(real: Path) -> dict[str, Row]:
    with (real / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        lines = csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {line["file"]: Row(line["events"], line["fact1"]) for line in lines}


def context(file: str, zone: str, *, utc_is_local: bool = False, now: str = "2026-10-01") -> Context:
    expectation = EXPECTED / f"{file}{SUFFIX}"
    expected = json.loads(expectation.read_text(encoding="utf-8")) if expectation.is_file() else {}
    return Context(
        url=expected.get("url", f"https://recorded.example/{file}"),
        timezone=zone,
        now=datetime.fromisoformat(now).replace(tzinfo=UTC),
        utc_is_local=utc_is_local,
    )


def occurrences(reading: Reading) -> int:
    return sum(len(event.occurrences) for event in reading.events)


def untrue(reading: Reading, file: str, kind: str) -> list[Check]:
    """The facts in the file's expectations for this reader that the reading gets wrong, misses, or invents."""
    expected = documents("recorded", file, b"", EXPECTED / f"{file}{SUFFIX}")
    return [check for one in expected if one.kind == kind for check in compare(one, reading) if check.is_bad]
