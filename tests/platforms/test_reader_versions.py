"""A reader whose results are cached declares a VERSION, which must be raised when the same body gives other events.

`reader_versions.toml` has the version of each of these readers and, for each fixture, a hash of its body and a hash of
the rows it becomes, after the reader and the pipeline steps: all of them decide what is stored.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DropItem

from pipelines.clean import clean
from pipelines.identify import Identify
from pipelines.shorten import shorten
from pipelines.validate import Validate
from quality.accuracy.expectations import SUFFIX, context_of
from sandbox.calendars.site import all_traps
from scrapers.platforms.registry import platforms
from scrapers.reading.contract import Context, Window
from storage.events.rows import event_fields, occurrence_fields

FOLDER = Path(__file__).parent
RECORD = FOLDER / "reader_versions.toml"
CALENDARS = Context(
    url="https://feeds.example/calendar.ics",
    timezone="America/New_York",
    now=datetime(2028, 11, 22, 12, tzinfo=UTC),
    window=Window(starts=date(2028, 11, 21), ends=date(2030, 1, 1)),
)
ANY_VENUE: Mapping[str, int] = defaultdict(lambda: 1)
"""One id for all: the database decides the real ones."""


def versions() -> dict[str, int]:
    """Of the readers that declare one."""
    own = [name for name, platform in platforms().items() if not platform.reads_as]
    readers = {name: import_module(f"scrapers.platforms.{name}.reader") for name in own}
    return {name: reader.VERSION for name, reader in readers.items() if hasattr(reader, "VERSION")}


def bodies(platform: str) -> Iterator[tuple[str, bytes, Context]]:
    for path in sorted((FOLDER / platform / "fixtures").iterdir()):
        if not path.name.endswith(SUFFIX):
            expected = json.loads(path.with_name(path.name + SUFFIX).read_text(encoding="utf-8"))
            yield path.name, path.read_bytes(), context_of(expected, path.name)
    if platform == "ics":
        for name, trap in all_traps(date(2028, 11, 22)).items():
            yield f"sandbox/{name}.ics", trap.body, CALENDARS


def rows(platform: str, body: bytes, context: Context) -> list[Any]:
    """What the database would be given, but for events that a pipeline step refuses."""
    stored: list[Any] = []
    for event in platforms()[platform].read_events(body, context).events:
        try:
            item = Identify().process_item(Validate().process_item(shorten(clean(event))[0]))
        except DropItem:
            continue
        stored.append([event_fields(item), occurrence_fields(item, ANY_VENUE)])
    return stored


def short_hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def outcomes(platform: str) -> dict[str, str]:
    """By fixture: a hash of the body and a hash of its rows."""
    return {
        name: f"{short_hash(body)} {short_hash(json.dumps(rows(platform, body, context)).encode())}"
        for name, body, context in bodies(platform)
    }


def advice(platform: str, recorded: Mapping[str, Any], version: int, found: Mapping[str, str]) -> str:
    """What to do so that the record and the reader agree; empty if they do."""
    known = recorded.get("fixtures", {})
    changed = [name for name in found if name in known and is_read_differently(known[name], found[name])]
    if changed and version == recorded["version"]:
        return (
            f"{', '.join(changed)}: the same body now gives other rows. If that is intended, raise VERSION in "
            f"scrapers/platforms/{platform}/reader.py, so that cached feeds are read again, and run this test again."
        )
    if {"version": version, "fixtures": found} != recorded:
        lines = [f"[{platform}]", f"version = {version}", "", f"[{platform}.fixtures]"]
        return "\n".join([f"Put this into {RECORD.name}:", *lines, *(f'"{name}" = "{found[name]}"' for name in found)])
    return ""


def is_read_differently(before: str, after: str) -> bool:
    return before != after and before.split()[0] == after.split()[0]


@pytest.mark.parametrize("platform", versions())
def test_other_rows_need_another_version(platform: str) -> None:
    recorded = tomllib.loads(RECORD.read_text(encoding="utf-8")).get(platform, {})
    assert advice(platform, recorded, versions()[platform], outcomes(platform)) == ""


def test_advice() -> None:
    fixtures = {"a": "body1 rows1", "b": "body2 rows2"}
    recorded = {"version": 1, "fixtures": fixtures}
    other_rows, other_body = {**fixtures, "b": "body2 rows3"}, {**fixtures, "b": "body3 rows3"}
    assert advice("ics", recorded, 1, fixtures) == ""
    assert advice("ics", recorded, 1, other_rows).startswith("b: the same body now gives other rows.")
    for version, found in ((2, other_rows), (2, fixtures), (1, other_body), (1, {"a": "body1 rows1"})):
        assert advice("ics", recorded, version, found).startswith(f"Put this into {RECORD.name}:\n[ics]\nversion")
