"""Every dependency is listed with a compatible license; Marquee states its own license and version."""

from __future__ import annotations

import re
import tomllib

import pytest
from typer.testing import CliRunner

from app.cli import app
from core.version import VERSION
from tests.deploy.licenses import REPOSITORY, is_known, listed, of_python, of_the_page, required


def test_page_lists_every_package():
    """If this fails, run `make licenses`."""
    known = listed()
    installed = {(name, "services"): license_ for name, license_ in of_python().items()}
    installed |= {(name, "page"): license_ for name, license_ in of_the_page().items()}
    assert set(installed) <= set(known)
    assert {name for name, part in known if part == "services"} <= required()
    unknown = {name: license_ for name, license_ in {**known, **installed}.items() if not is_known(license_)}
    assert not unknown


@pytest.mark.parametrize(
    "license_", ["GPL-3.0-only", "UNKNOWN", "", "MIT AND AGPL-3.0", "GNU General Public License v2"]
)
def test_other_licenses_are_not_known(license_):
    assert not is_known(license_)


def test_own_license():
    assert (REPOSITORY / "LICENSE").read_text().startswith("MIT License\n")


def test_version_is_the_same_everywhere():
    assert tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["version"] == VERSION
    assert CliRunner().invoke(app, ["--version"]).output == f"Marquee {VERSION}\n"
    assert re.search(rf"^## (Unreleased|{re.escape(VERSION)})", (REPOSITORY / "CHANGELOG.md").read_text(), re.MULTILINE)
