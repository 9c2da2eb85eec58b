"""INDEX.tsv: for each recorded file its kind, the number of its events, and up to three facts."""

from __future__ import annotations

import csv
import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.items import EventStatus
from quality.accuracy.listed import Field, Listed
from quality.accuracy.moments import When, read_moment

_NOTE = re.compile(r"\s*\((?:map|see test|none|venue is \[\]|showing \d+)\)|,\s*(?:tickets \S+ )?eventid=\d+")
_TITLE_NOTE = re.compile(r" \((?:name carries|cancelled)[^)]*\)\Z", re.IGNORECASE)
_LABEL = re.compile(r"\ALocation:? ")
_TAGS = re.compile(r"<[^>]*>")
_QUOTED_ADDRESS = re.compile(r'\A//[^"]*":')


@dataclass(frozen=True, slots=True)
class Row:
    """`events` is a number, `?`, or empty; a fact reads `title | moment | venue, notes`, or is a remark."""

    file: str
    kind: str
    events: str
    facts: tuple[str, ...]
    expected_file: str

    @property
    def count(self) -> int | None:
        return int(self.events) if self.events.isdecimal() else None


def read_index(folder: Path) -> list[Row]:
    with (folder / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        return [
            Row(
                line["file"],
                line["kind"],
                line["events"],
                tuple(fact for name in ("fact1", "fact2", "fact3") if (fact := line[name].strip())),
                line["expected_file"] or "",
            )
            for line in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def listed_facts(row: Row) -> tuple[tuple[Listed, ...], tuple[str, ...]]:
    """The facts of a row, and the texts in their place that tell no moment of any event."""
    listed: list[Listed] = []
    remarks: list[str] = []
    for number, fact in enumerate(row.facts, 1):
        facts = parse_fact(fact)
        if facts is None:
            remarks.append(fact)
        else:
            listed.append(Listed(origin=f"INDEX fact {number}", facts=facts))
    return tuple(listed), tuple(remarks)


def parse_fact(fact: str) -> dict[Field, Any] | None:
    """None for a remark. The title itself may hold ` | `, so the moment is the first part after it that is one."""
    parts = [part.strip() for part in re.split(r" \|(?: |\Z)", html.unescape(fact))]
    for place in range(1, len(parts)):
        when = read_moment(parts[place])
        if when is not None:
            title = " | ".join(parts[:place])
            facts = {Field.TITLE: _TITLE_NOTE.sub("", title), **facts_of(when)}
            if title.lower().endswith("(cancelled)"):
                facts[Field.STATUS] = EventStatus.CANCELLED
            venue = _venue(" ".join(parts[place + 1 :]))
            return {**facts, Field.VENUE: venue} if venue else facts
    return None


def facts_of(when: When) -> dict[Field, Any]:
    told = {Field.DATE: when.day, Field.TIME: when.hour, Field.TIMEZONE: when.zone, Field.END: when.end}
    return {field: value for field, value in told.items() if value is not None}


def _venue(text: str) -> str:
    text = _LABEL.sub("", _QUOTED_ADDRESS.sub("", _TAGS.sub("", text)))
    return _NOTE.sub("", text).strip(" -")
