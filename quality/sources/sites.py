"""The sites that are looked at: those of the sandbox, and recorded pages, each served as a site of its own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from core.errors import SourceError
from quality.accuracy.expectations import context_of
from quality.accuracy.folder import body_of, expectation_of, files_in
from sandbox.server import Sandbox, today_in_sarasota
from sandbox.town.data import listings, source_forms
from sandbox.town.site import address
from sandbox.truth import expected
from scrapers.platforms.recognition import read_recognized
from scrapers.reading.contract import Context, Window

ZONE = "America/New_York"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A page. path: where it is served; None: at every path, as an interface answers. now: the moment of the look, at
    which three quarters of its events are upcoming. known: how many events it has, None if nobody counted.
    system: the folder that it is recorded in."""

    name: str
    system: str
    body: bytes
    path: str | None
    timezone: str
    now: datetime
    known: int | None


def of_sandbox(sandbox: Sandbox) -> Iterator[tuple[str, str, int | None]]:
    """Names, addresses, and how many events they have, None for the site with odd feeds."""
    today = today_in_sarasota()
    for name, url in sandbox.urls.items():
        if name == "town":
            listed = Counter(one.source for one in listings(today))
            for source in source_forms():
                yield f"town/{source}", url + address(source), listed[source]
        else:
            yield name, url, None if name == "feeds" else len(expected(name, today, base_url=url))


def of_folder(folder: Path) -> Iterator[Recorded]:
    counts = _counts(folder)
    for path in files_in(folder):
        name = str(path.relative_to(folder))
        if "/" not in name:
            continue
        body = body_of(path)
        context = _context(path, folder, body)
        if context is not None:
            yield Recorded(
                name=name,
                system=path.parent.name,
                body=body,
                path=_path_of(path),
                timezone=context.timezone,
                now=context.now,
                known=counts.get(name),
            )


def of_cases(folder: Path) -> Iterator[Recorded]:
    """Pages of cards, with a list of cases."""
    for case in json.loads((folder / "cases.json").read_text(encoding="utf-8")):
        yield Recorded(
            name=case["id"],
            system="cards",
            body=(folder / case["file"]).read_bytes(),
            path=urlsplit(case["url"]).path or "/",
            timezone=case["timezone"],
            now=datetime.fromisoformat(case["now"]),
            known=len(case["expected"]),
        )


def _context(path: Path, folder: Path, body: bytes) -> Context | None:
    """None for a file that no reader reads."""
    expectation = expectation_of(path, folder)
    start = datetime(2026, 11, 29, 12, tzinfo=UTC)
    context = Context(url="https://recorded.example/events", timezone=ZONE, now=start, window=Window())
    if expectation is not None:
        context = context_of(json.loads(expectation.read_text(encoding="utf-8")), path.name)
    try:
        _, reading = read_recognized(body, context)
    except SourceError:
        return context
    days = sorted(event.occurrences[-1].local_date for event in reading.events)
    if not days:
        return context
    day = min(max(days[len(days) // 4], date(1971, 1, 2)), date(2100, 1, 1)) - timedelta(days=1)
    now = datetime.combine(day, time(12), ZoneInfo(context.timezone))
    return Context(url=context.url, timezone=context.timezone, now=now)


def _path_of(path: Path) -> str | None:
    if path.suffix.lower() not in (".html", ".htm"):
        return None
    return "/events/detail/one" if "detail" in path.stem else "/events"


def _counts(folder: Path) -> dict[str, int]:
    """How many events each file has, as INDEX.tsv says."""
    index = folder / "INDEX.tsv"
    if not index.is_file():
        return {}
    head, *rows = (line.split("\t") for line in index.read_text(encoding="utf-8").splitlines())
    file, events = head.index("file"), head.index("events")
    return {row[file]: int(row[events]) for row in rows if _is_number(row, events)}


def _is_number(row: Sequence[str], column: int) -> bool:
    return len(row) > column and row[column].isdecimal()
