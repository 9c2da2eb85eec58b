"""Programs start without what they don't use: each heavy library takes a tenth of a second to import, or more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
COMPONENTS = ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES")
A_CRAWL = f"""
import scrapy.cmdline
from scrapers.catalog import seeds, spider_class
from scrapy.utils.project import get_project_settings
assert len(seeds()) >= 2
spider_class("squarespace")
for name in {COMPONENTS}:
    get_project_settings().get_component_priority_dict_with_base(name)
"""


def imported(program: str) -> set[str]:
    """The modules that a fresh process has imported after it ran the program."""
    program += "\nimport json, sys\nprint(json.dumps(list(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=REPOSITORY,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return set(json.loads(ran.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    ("program", "needless"),
    [
        pytest.param(
            A_CRAWL,
            {"aiohttp", "tldextract", "requests", "fastapi", "celery", "alembic", "icalendar"},
            id="a crawl of squarespace",
        ),
    ],
)
def test_modules(program, needless):
    assert not imported(program) & needless
