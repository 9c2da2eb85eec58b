"""The readers' own fixtures, and the facts a person reviewed for each (`quality/accuracy/expected/KIND/NAME.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from quality.accuracy.listed import REPOSITORY, Amounts, Document, Field, Listed, Zone
from scrapers.items import EventStatus
from scrapers.readers.reading import Context, Window

CORPUS = "fixtures"
FOLDER = REPOSITORY / "tests" / "readers" / "fixtures"
EXPECTED = Path(__file__).parent / "expected"


class NoExpectationError(Exception):
    """A fixture of which nobody has written down what it tells."""


def documents(folder: Path = FOLDER, expected: Path = EXPECTED) -> Iterator[Document]:
    """`<kind>/<file>`; raises NoExpectationError with all the files that lack one."""
    files = sorted(path for path in folder.glob("*/*") if path.is_file())
    missing = [str(path.relative_to(folder)) for path in files if not _expectation(path, folder, expected).is_file()]
    if missing:
        raise NoExpectationError(f"write {expected}/KIND/FILE.json for {', '.join(missing)}")
    for path in files:
        told = json.loads(_expectation(path, folder, expected).read_text(encoding="utf-8"))
        zone = ZoneInfo(told["timezone"])
        yield Document(
            corpus=CORPUS,
            file=str(path.relative_to(folder)),
            kind=path.parent.name,
            context=Context(
                url=told["url"],
                timezone=told["timezone"],
                now=datetime.fromisoformat(told["now"]).replace(tzinfo=zone),
                window=Window(),
            ),
            body=path.read_bytes(),
            listed=tuple(_listed(event, told) for event in told["events"]),
            complete=True,
        )


def _expectation(path: Path, folder: Path, expected: Path) -> Path:
    return expected / f"{path.relative_to(folder)}.json"


def _listed(event: Mapping[str, Any], told: Mapping[str, Any]) -> Listed:
    """A key that is left out says that the page tells none; `open` names those that can be read in two ways,
    `disputed` says why nobody is held to the whole event."""
    price = event.get("price")
    facts: dict[Field, Any] = {
        Field.TITLE: event["title"],
        Field.STATUS: EventStatus(event.get("status", "scheduled")),
        Field.SOLD_OUT: event.get("sold_out", False),
        Field.PRICE: None if price is None else Amounts(**price),
        Field.VENUE: event.get("venue"),
        Field.TICKET_URL: event.get("ticket_url"),
        Field.URL: event.get("url"),
        Field.TIMEZONE: Zone(ZoneInfo(told["timezone"])),
        Field.INSTANCES: tuple(event["starts"]),
    }
    for name in event.get("open", ()):
        del facts[Field(name)]
    disputed = dict.fromkeys((*facts, Field.EVENTS), event["disputed"]) if "disputed" in event else {}
    return Listed(origin="expectation", facts=facts, disputed=disputed)
