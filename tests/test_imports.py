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
HELP = """
from typer.testing import CliRunner
from app.cli import app
for command in {commands}:
    assert CliRunner().invoke(app, [*command.split(), "--help"]).exit_code == 0
"""
LIBRARIES = {"scrapy", "twisted", "fastapi", "alembic", "celery", "redis", "httpx", "lxml", "icalendar", "rapidfuzz"}
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
        pytest.param(
            HELP.format(commands=["", "env", "secrets"]), {*LIBRARIES, "sqlalchemy"}, id="the list of commands"
        ),
        pytest.param(
            HELP.format(commands=["events", "users", "venues list", "captures", "categories", "sources health"]),
            LIBRARIES - {"lxml", "rapidfuzz"},
            id="commands that only ask the database",
        ),
        pytest.param(
            "import celery_app\ncelery_app.app.loader.import_default_modules()",
            {"httpx", "rich", "scrapy", "twisted", "lxml", "fastapi", "alembic"},
            id="Beat and Flower",
        ),
        pytest.param(HELP.format(commands=["events bulk", "export"]), {"app.api.application"}, id="the API's filters"),
    ],
)
def test_modules(program, needless):
    assert not imported(program) & needless
