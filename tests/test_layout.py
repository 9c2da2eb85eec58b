"""Rules for the repository's layout: where things are, what they are called, and what they import."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from pathlib import Path

import pytest

from scrapers.catalog import seeds, spider_class
from scrapers.platforms.registry import platforms
from scrapers.spider_loader import spider_class_of

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = ("core", "storage", "scrapers", "pipelines", "spiders", "app", "sandbox", "quality")
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
    assert {path.stem for path in SPIDERS} >= {"mote", "vanwezel"}


def test_sources_that_others_rely_on():
    """The ids in the documented task calls."""
    found = {seed.name: seed for seed in seeds()}
    assert (found["vanwezel"].id, found["mote"].id) == (1, 2)
    assert {found[name].timezone for name in ("vanwezel", "mote")} == {"America/New_York"}


@pytest.mark.parametrize("folder", PACKAGES)
def test_modules_have_a_docstring_and_stay_small(folder):
    for path in sorted((REPOSITORY / folder).rglob("*.py")):
        text = path.read_text()
        if text.strip():
            assert ast.get_docstring(ast.parse(text)), f"{path} has no docstring"
        assert len(text.splitlines()) <= 300, f"{path} is too long"


FULL = 15
"""The most modules in a folder, so that a reader can take in its listing at a glance."""


def python_folders() -> list[str]:
    tracked = subprocess.run(["git", "ls-files", *PACKAGES], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return sorted({str(Path(name).parent) for name in tracked.stdout.split() if name.endswith(".py")})


@pytest.mark.parametrize("folder", python_folders())
def test_a_folder_is_small_or_says_why_not(folder):
    path = REPOSITORY / folder
    modules = [one for one in path.glob("*.py") if one.stem != "__init__"]
    docstring = ast.get_docstring(ast.parse((path / "__init__.py").read_text())) or ""
    assert docstring
    assert len(modules) <= FULL or "One folder because" in docstring


def test_every_module_has_a_layer():
    """import-linter checks only the modules that a contract names."""
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    named = {name.strip() for layer in layers for name in layer.replace(":", "|").split("|")}
    modules = {
        ".".join((package, path.stem))
        for package in ("app", "scrapers")
        for path in (REPOSITORY / package).iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").is_file()
    }
    modules |= set(PACKAGES) - {"app", "scrapers"}
    assert modules - named == set()


def test_the_celery_application_imports_only_core():
    """It is a file, and import-linter checks packages. `app.tasks` imports it."""
    ours = {name.partition(".")[0] for name in imports(ast.parse((REPOSITORY / "celery_app.py").read_text()))}
    assert ours & {*PACKAGES, "tests", "migrations"} == {"core"}


@pytest.mark.parametrize("name", platforms())
def test_a_platform_has_all_its_parts(name):
    platform = platforms()[name]
    folder = REPOSITORY / "scrapers" / "platforms" / name
    assert (folder / "reader.py").is_file() or platform.reads_as in platforms()
    assert spider_class_of(platform).name == name
    assert platform.marks
    assert platform.title in (REPOSITORY / platform.docs).read_text()
    tests = REPOSITORY / "tests" / "platforms" / name
    names = {path.name for path in (tests / "fixtures").iterdir()}
    bodies = {name for name in names if not name.endswith(".expected.json")}
    assert bodies
    assert names == bodies | {f"{name}.expected.json" for name in bodies}
