"""The house rules that a newcomer leans on: where a spider is, what it is called, what it may know."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scrapers.catalogue import seeds, spider_class

REPOSITORY = Path(__file__).resolve().parent.parent
SPIDERS = sorted(path for path in (REPOSITORY / "spiders").glob("*.py") if path.stem != "__init__")
MAY_IMPORT = (
    "__future__",
    "collections",
    "typing",
    "datetime",
    "scrapy",
    "core.items",
    "core.errors",
    "scrapers.platforms",
)
MAY_IMPORT += ("scrapers.reading",)


def imports(tree: ast.Module) -> set[str]:
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return modules | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


@pytest.mark.parametrize("path", SPIDERS, ids=lambda path: path.stem)
def test_spider_file(path):
    tree = ast.parse(path.read_text())
    classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    assert classes == ["".join(part.title() for part in path.stem.split("_"))]
    assert spider_class(path.stem).name == path.stem
    assert spider_class(path.stem).__name__ == classes[0]
    assert len(path.read_text().splitlines()) <= 60
    assert ast.get_docstring(tree)
    strangers = {name for name in imports(tree) if not name.startswith(MAY_IMPORT)}
    assert not strangers


def test_there_are_spiders():
    assert {path.stem for path in SPIDERS} >= {"ics", "mote", "vanwezel"}


def test_sources_that_others_rely_on():
    """The ids that the documented task calls name."""
    found = {seed.name: seed for seed in seeds()}
    assert (found["vanwezel"].id, found["mote"].id) == (1, 2)
    assert {found[name].timezone for name in ("vanwezel", "mote")} == {"America/New_York"}


@pytest.mark.parametrize("folder", ["core", "storage", "app", "scrapers", "spiders", "pipelines", "sandbox"])
def test_modules_say_why_they_exist_and_stay_small(folder):
    for path in sorted((REPOSITORY / folder).rglob("*.py")):
        text = path.read_text()
        if text.strip():
            assert ast.get_docstring(ast.parse(text)), f"{path} has no docstring"
        assert len(text.splitlines()) <= 300, f"{path} is too long"
