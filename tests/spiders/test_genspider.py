"""`scrapy genspider` and `app record` in a copy of the repository: what they write passes the checks."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from scrapers.recording.file import load
from scrapers.recording.making import CRAWL, ROOT

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "web", "node_modules", "__pycache__", ".*_cache", ".marquee")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy") / "marquee"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    for command in (("init", "-q"), ("add", "-A")):  # the layout's rules ask Git for the files
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PRIVATE_SOURCES": "true"}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)


TEMPLATES = {
    "harbor_hall": ("platform", "vanwezel", "/events"),
    "bay_club": ("listing", "vanwezel", "/events"),
    "pier_stage": ("listing-and-details", "vanwezel", "/events"),
    "town_board": ("json", "venue2", "/events/calendar/2026/12"),
}
REPLAY = ("pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "tests/spiders/test_recordings.py")


@pytest.mark.timeout(300)
def test_what_is_written_passes_the_checks_once_it_is_reviewed(sandbox: Sandbox, copy: Path) -> None:
    """Of each template. They wait for the delay between requests at the same time, and the checks run once for all."""

    def make(name: str) -> subprocess.CompletedProcess[str]:
        template, site, path = TEMPLATES[name]
        return run(copy, "scrapy", "genspider", "-t", template, name, sandbox.url(site, path))

    with ThreadPoolExecutor(len(TEMPLATES)) as pool:
        for made in pool.map(make, TEMPLATES):
            assert made.returncode == 0, made.stdout + made.stderr
    for check in (("check", "--no-cache"), ("format", "--check", "--no-cache")):
        checked = run(copy, "ruff", *check, *(f"spiders/{name}.py" for name in TEMPLATES))
        assert checked.returncode == 0, checked.stdout
    all_of_them = " or ".join(TEMPLATES)
    refused = run(copy, *REPLAY, "-k", all_of_them)
    for name, (template, _, _) in TEMPLATES.items():
        assert f"review tests/spiders/{name}/expected.json" in refused.stdout
        expected = copy / "tests" / "spiders" / name / "expected.json"
        found = json.loads(expected.read_text(encoding="utf-8"))
        assert bool(found["events"]) is (template in ("platform", "listing"))  # the others need a reader for this site
        recorded = {url.partition("/events")[2] for _, url in load(expected.parent / CRAWL)}
        assert ("/detail/moonlit-manatees" in recorded) is (template in ("platform", "listing-and-details"))
        expected.write_text(json.dumps({**found, "reviewed": True}), encoding="utf-8")
    layout = ("tests/test_layout.py", "-k", f"{all_of_them} or sources_that_others_rely_on")
    for passing in ((*REPLAY, "-k", all_of_them), (*REPLAY[:-1], *layout)):
        passed = run(copy, *passing)
        assert passed.returncode == 0, passed.stdout[-3000:]


def test_the_guides_example_passes_the_checks(copy: Path) -> None:
    guide = (ROOT / "docs" / "add-a-source.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n# spiders/bayfront_hall\.py\n(.*?)```", guide, re.DOTALL)
    (copy / "spiders" / "bayfront_hall.py").write_text(example, encoding="utf-8")
    layout = ("tests/test_layout.py", "-k", "bayfront_hall or sources_that_others_rely_on")
    tested = run(copy, *REPLAY[:-1], *layout)
    assert tested.returncode == 0, tested.stdout[-3000:]
    checked = run(copy, "ruff", "check", "--no-cache", "spiders/bayfront_hall.py")
    assert checked.returncode == 0, checked.stdout
    listed = run(copy, "scrapy", "list")
    assert "bayfront_hall" in listed.stdout.split()


def test_a_crawl_is_recorded(sandbox: Sandbox, copy: Path) -> None:
    made = run(copy, "app", "record", sandbox.url("mote"), "--spider", "mote")
    assert made.returncode == 0, made.stderr
    assert "tests/spiders/mote/crawl.json.gz" in made.stdout


def test_a_taken_name_and_a_site_without_events_are_refused(sandbox: Sandbox, copy: Path) -> None:
    taken = run(copy, "scrapy", "genspider", "mote", sandbox.url("mote"))
    assert "spiders/mote.py exists already" in taken.stdout + taken.stderr
    bad = run(copy, "scrapy", "genspider", "Bad-Name", sandbox.url("mote"))
    assert "lower-case letters" in bad.stdout + bad.stderr
    empty = run(copy, "scrapy", "genspider", "empty_hall", sandbox.url("mote", "/robots.txt"))
    assert empty.returncode == 1
    assert not (copy / "spiders" / "empty_hall.py").exists()
