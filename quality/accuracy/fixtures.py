"""The readers' own fixtures, with what each holds (`tests/platforms/KIND/expected/NAME.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.items import EventStatus
from quality.accuracy.listed import REPOSITORY, Amounts, Document, Field, Listed, Zone
from scrapers.reading.contract import Context, Window

CORPUS = "fixtures"
FOLDER = REPOSITORY / "tests" / "platforms"


class NoExpectationError(Exception):
    """A fixture of which nobody has written down what it tells."""


def documents(folder: Path = FOLDER) -> Iterator[Document]:
    """`<kind>/fixtures/<file>`; raises NoExpectationError with all the files that lack one."""
    files = sorted(path for path in folder.glob("*/fixtures/*") if path.is_file())
    missing = [str(path.relative_to(folder)) for path in files if not _expectation(path).is_file()]
    if missing:
        raise NoExpectationError(f"write KIND/expected/FILE.json for {', '.join(missing)}")
    for path in files:
        told = json.loads(_expectation(path).read_text(encoding="utf-8"))
        zone = ZoneInfo(told["timezone"])
        yield Document(
            corpus=CORPUS,
            file=str(path.relative_to(folder)),
            kind=path.parent.parent.name,
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


def _expectation(path: Path) -> Path:
    return path.parent.parent / "expected" / f"{path.name}.json"


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
