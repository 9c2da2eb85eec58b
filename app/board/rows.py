"""The rows of the board for JSON and CSV, and CSV files in general."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storage.health.board import SHARES, SourceHealth
from storage.health.words import MEANINGS

PLAIN = ("source_id", "name", "title", "reason", "run_id", "upcoming", "alone")
COLUMNS = (
    *("source_id", "name", "title", "state", "reason", "since", "run_id", "last_good_at", "changed_at"),
    *("upcoming", "alone", "yields", *SHARES, "readers", "next", "do"),
)


def row(one: SourceHealth) -> dict[str, Any]:
    """By the names of COLUMNS."""
    meaning = MEANINGS[one.state]
    moments = {
        name: None if moment is None else moment.isoformat()
        for name, moment in (("since", one.since), ("last_good_at", one.last_good_at), ("changed_at", one.changed_at))
    }
    return {
        **{
            name: getattr(one, name) for name in ("source_id", "name", "title", "reason", "run_id", "upcoming", "alone")
        },
        **moments,
        **{name: one.shares.get(name) for name in SHARES},
        "state": one.state.value,
        "yields": " ".join(f"{day}:{seen}" for day, seen in one.yields),
        "readers": meaning.readers,
        "next": meaning.next,
        "do": meaning.do,
    }


def as_csv(sources: Sequence[SourceHealth]) -> str:
    return written(COLUMNS, map(row, sources))


def written(columns: Sequence[str], found: Iterable[Mapping[str, Any]]) -> str:
    """A CSV file with these columns."""
    file = io.StringIO()
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in one.items()} for one in found)
    return file.getvalue()


def _safe(value: object) -> object:
    """A spreadsheet would run text that begins with one of these signs as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
