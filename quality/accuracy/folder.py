"""A folder of recorded files. Files with expectations are judged; the others are only read and counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from core.errors import SourceError
from quality.accuracy.expectations import SUFFIX, documents
from quality.accuracy.facts import Document
from scrapers.platforms.recognition import read_recognized, recognize
from scrapers.reading.contract import Context, Window

EXPECTED = Path(__file__).parent / "expected"
"""Reviewed facts of the recorded pages that the readers were developed with, by their path in that folder."""

_READABLE = frozenset((".html", ".htm", ".json", ".xml", ".rss", ".atom", ".ics", ".ical", ".txt", ".yml"))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnjudgedFile:
    """What was read of a file without expectations. `refused`: the name of the reader's error, or empty."""

    file: str
    kind: str
    events: int = 0
    occurrences: int = 0
    problems: int = 0
    refused: str = ""


def files_in(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in _READABLE and not path.name.endswith(SUFFIX) and path.is_file()
    )


def expectation_of(path: Path, folder: Path) -> Path | None:
    """The file beside it, or the one among Marquee's own expectations."""
    name = f"{path.relative_to(folder)}{SUFFIX}"
    return next((place / name for place in (folder, EXPECTED) if (place / name).is_file()), None)


def judged(corpus: str, folder: Path) -> Iterator[Document]:
    for path in files_in(folder):
        expectation = expectation_of(path, folder)
        if expectation is not None:
            yield from documents(corpus, str(path.relative_to(folder)), body_of(path), expectation)


def unjudged(folder: Path, timezone: str) -> Iterator[UnjudgedFile]:
    """Reads each file without expectations as what it looks like. `timezone`: IANA, for times that name none."""
    for path in files_in(folder):
        if expectation_of(path, folder) is None:
            yield _read(str(path.relative_to(folder)), body_of(path), timezone)


def body_of(path: Path) -> bytes:
    """The file, or the first answer in a VCR cassette (`.yml`)."""
    if path.suffix != ".yml":
        return path.read_bytes()
    cassette = yaml.safe_load(path.read_bytes())
    return str(cassette["http_interactions"][0]["response"]["body"]["string"]).encode()


def _read(file: str, body: bytes, timezone: str) -> UnjudgedFile:
    context = Context(url=f"https://recorded.example/{file}", timezone=timezone, now=datetime.now(UTC), window=Window())
    kind = ""
    try:
        kind = recognize(body, context).name
        found, reading = read_recognized(body, context)
        kind = found.name
    except SourceError as error:
        return UnjudgedFile(file=file, kind=kind or "unknown", refused=error.kind)
    return UnjudgedFile(
        file=file,
        kind=kind,
        events=len(reading.events),
        occurrences=sum(len(event.occurrences) for event in reading.events),
        problems=len(reading.problems),
    )
