"""`make setup` says what is wrong with the Python that it is given."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (None, "There is no {python}. Install Python 3.11 or newer"),
        ("#!/bin/sh\nexit 1\n", "{python} is older than 3.11"),
        ('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n', "Python's venv module is missing"),
    ],
)
def test_a_python_that_does_not_do(tmp_path, script, said):
    python = tmp_path / "python"
    if script is not None:
        python.write_text(script)
        python.chmod(0o755)
    command = ["make", "setup", f"VENV={tmp_path / 'venv'}", f"PYTHON={python}"]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode != 0
    assert said.format(python=python) in ran.stderr
    assert not (tmp_path / "venv").exists()
