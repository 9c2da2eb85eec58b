"""`python -m app secrets` writes the containers' secrets once, in a file that only its owner can read."""

from __future__ import annotations

import re
import stat

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.cli.secrets import NAMES, SECRETS


def secrets(*arguments):
    return CliRunner().invoke(app, ["secrets", *map(str, arguments)])


def values(file):
    return dict(line.split("=", 1) for line in file.read_text().splitlines() if not line.startswith("#"))


@pytest.fixture
def file(tmp_path):
    return tmp_path / ".env"


def test_new_file(file):
    ran = secrets("--file", file, "--contact-url", "https://example.org/us")
    assert ran.exit_code == 0
    written = values(file)
    assert set(written) == {*SECRETS, *NAMES, "CONTACT_URL"}
    assert all(re.fullmatch("[0-9a-f]{64}", written[name]) for name in SECRETS)
    assert len({written[name] for name in SECRETS}) == len(SECRETS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not any(written[name] in ran.output for name in SECRETS)
    assert [each.name for each in file.parent.iterdir()] == [".env"]


def test_existing_file_stays(file):
    file.write_text("POSTGRES_PASSWORD=mine\n")
    refused = secrets("--file", file)
    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert file.read_text() == "POSTGRES_PASSWORD=mine\n"


def test_forced_it_keeps_the_other_lines(file):
    file.write_text("# ours\nLOG_LEVEL=DEBUG\nexport REDIS_PASSWORD=old\nREDIS_PASSWORD=older\n")
    file.chmod(0o644)
    ran = secrets("--file", file, "--force")
    assert ran.exit_code == 0
    assert "Set CONTACT_URL" in ran.output
    lines = file.read_text().splitlines()
    assert lines[:2] == ["# ours", "LOG_LEVEL=DEBUG"]
    assert "old" not in file.read_text().replace("LOG_LEVEL", "")
    assert sum(line.startswith("REDIS_PASSWORD=") for line in lines) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
