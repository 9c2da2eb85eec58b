"""A platform is two files and a fixture. Nothing else in the repository names it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
DESCRIPTION = '''
"""Marquee boards: a line per show."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="toyboard",
    title="Toy boards",
    covers="nothing",
    marks=(Mark(body=Body.JSON, words=(\'"toyboard"\',), weight=99, reason="its own name"),),
    arguments=PAGE_ARGUMENTS,
)
'''
READER = '''
"""Reads the shows of a board."""

import json
from datetime import datetime

from core.items import EventItem, Occurrence
from scrapers.reading.contract import Context, Reading


def read_events(body: bytes, context: Context) -> Reading:
    shows = json.loads(body)["toyboard"]
    return Reading(
        events=tuple(
            EventItem(
                uid=show["id"],
                title=show["title"],
                occurrences=(
                    Occurrence(starts_at=datetime.fromisoformat(show["starts"]), timezone=context.timezone),
                ),
            )
            for show in shows
        )
    )
'''
BODY = {"toyboard": [{"id": "1", "title": "Paper Lanterns", "starts": "2026-11-06T19:00:00-05:00"}]}
EXPECTED = {
    "readers": ["toyboard"],
    "url": "https://board.example/shows.json",
    "timezone": "America/New_York",
    "now": "2026-10-01T12:00",
    "complete": True,
    "events": [{"title": "Paper Lanterns", "starts": ["2026-11-06T19:00:00-05:00"]}],
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The repository with one more platform."""
    copy = tmp_path_factory.mktemp("tree")
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    for name in listed.stdout.split("\n"):
        if name.endswith((".py", ".cfg", ".toml")) or name.startswith(("app/", "tests/platforms")):
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, target)
    folder = copy / "scrapers" / "platforms" / "toyboard"
    folder.mkdir()
    (folder / "__init__.py").write_text(DESCRIPTION)
    (folder / "reader.py").write_text(READER)
    for kind, content in (("fixtures/shows.json", BODY), ("fixtures/shows.json.expected.json", EXPECTED)):
        path = copy / "tests" / "platforms" / "toyboard" / kind
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))
    return copy


def run(tree, *arguments):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True, timeout=110
    )


def test_scrapy_lists_and_crawls_it(tree):
    assert "toyboard" in run(tree, "-m", "scrapy", "list").stdout.split()


def test_read_accepts_its_name_and_recognizes_it(tree):
    saved = str(tree / "tests" / "platforms" / "toyboard" / "fixtures" / "shows.json")
    for kind in ("toyboard", "auto"):
        ran = run(tree, "-m", "app", "read", saved, "--kind", kind)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert json.loads(ran.stdout)["title"] == "Paper Lanterns"


def test_the_api_offers_it(tree):
    program = """
import json
from app.api import create_app
schemas = create_app().openapi()["components"]["schemas"]
print(json.dumps(schemas["Preview"]["properties"]["kind"]["enum"]))
from app.api.sources.admin import NewSource
print(NewSource(name="board", title="Board", base_url="https://board.example", spider="toyboard").spider)
from app.api.sources.platforms import list_platforms
print(next(one for one in list_platforms().platforms if one.name == "toyboard").model_dump_json())
"""
    ran = run(tree, "-c", program)
    assert ran.stderr == ""
    kinds, spider, choice = ran.stdout.splitlines()
    assert "toyboard" in json.loads(kinds)
    assert spider == "toyboard"
    shown = json.loads(choice)
    assert [one["name"] for one in shown.pop("arguments")] == ["url", "timezone"]
    assert shown == {
        "name": "toyboard",
        "title": "Toy boards",
        "covers": "nothing",
        "docs": "docs/platforms/toyboard.md",
    }


def test_accuracy_measures_it(tree):
    ran = run(tree, "-m", "quality.accuracy", "--real", "nowhere")
    assert ran.returncode == 0
    row = next(line for line in ran.stdout.splitlines() if "toyboard" in line)
    assert "100" in row


def test_fuzz_reads_it(tree):
    program = "from quality.fuzz.targets import targets; print([one.name for one in targets(None)])"
    assert "'toyboard'" in run(tree, "-c", program).stdout
