"""A reader whose results are cached declares a VERSION, which must be raised when the same body gives other events.

`reader_versions.json` has, for each of these readers, its version and for each fixture a hash of the body and a hash of
the rows that the body becomes: after the reader and the pipeline steps, since all of them decide what is stored.
"""

from __future__ import annotations

import json
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
from pipelines.validate import Validate
from quality.accuracy.expectations import SUFFIX, context_of
from sandbox.calendars.site import all_traps
from scrapers.platforms.registry import platforms
from scrapers.reading.contract import Context, Window
from storage.events.rows import event_fields, occurrence_fields

FOLDER = Path(__file__).parent
RECORD = FOLDER / "reader_versions.json"
CALENDARS = Context(
    url="https://feeds.example/calendar.ics",
    timezone="America/New_York",
    now=datetime(2028, 11, 22, 12, tzinfo=UTC),
    window=Window(starts=date(2028, 11, 21), ends=date(2030, 1, 1)),
)


def versions() -> dict[str, int]:
    """Of the readers that declare one."""
    readers = {name: import_module(f"scrapers.platforms.{name}.reader") for name in platforms()}
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
            item = Identify().process_item(Validate().process_item(clean(event)))
        except DropItem:
            continue
        stored.append([event_fields(item), occurrence_fields(item)])
    return stored


def short_hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def outcomes(platform: str) -> dict[str, dict[str, str]]:
    return {
        name: {"body": short_hash(body), "rows": short_hash(json.dumps(rows(platform, body, context)).encode())}
        for name, body, context in bodies(platform)
    }


def advice(platform: str, version: int, recorded: Mapping[str, Any], found: Mapping[str, Mapping[str, str]]) -> str:
    """What to do so that the record and the reader agree; empty if they do."""
    known = recorded.get("fixtures", {})
    same_body = [name for name in found if name in known and known[name]["body"] == found[name]["body"]]
    changed = [name for name in same_body if known[name]["rows"] != found[name]["rows"]]
    current = {"version": version, "fixtures": found}
    if changed and version == recorded["version"]:
        return (
            f"{', '.join(changed)}: the same body now gives other rows. If that is intended, raise VERSION in "
            f"scrapers/platforms/{platform}/reader.py, so that cached feeds are read again, and run this test again."
        )
    if current != recorded:
        return f"Put this into {RECORD.name} under {platform!r}:\n{json.dumps(current, indent=1)}"
    return ""


@pytest.mark.parametrize("platform", versions())
def test_other_rows_need_another_version(platform: str) -> None:
    recorded = json.loads(RECORD.read_text(encoding="utf-8")).get(platform, {})
    assert advice(platform, versions()[platform], recorded, outcomes(platform)) == ""


def test_what_to_do_is_said() -> None:
    before = {"version": 1, "fixtures": {"a": {"body": "x", "rows": "1"}, "b": {"body": "y", "rows": "2"}}}
    other_rows = {**before["fixtures"], "b": {"body": "y", "rows": "3"}}
    other_body = {**before["fixtures"], "b": {"body": "z", "rows": "3"}}
    assert advice("ics", 1, before, before["fixtures"]) == ""
    assert advice("ics", 1, before, other_rows).startswith("b: the same body now gives other rows.")
    assert advice("ics", 2, before, other_rows).startswith("Put this into reader_versions.json")
    assert advice("ics", 1, before, other_body).startswith("Put this into reader_versions.json")
    assert advice("ics", 1, before, {"a": before["fixtures"]["a"]}).startswith("Put this into reader_versions.json")
